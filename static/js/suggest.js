// Offers articles while one types in a search field: at once those whose titles or keywords hold the words, which come
// once, with the first letter; a moment later what the search finds. Without a line the first ones are what there is.
const fold = (words) => words.normalize("NFKC").toLowerCase();
// Two letters, or one Han character, which is a word.
const ENOUGH = /\p{Script=Han}|\S.*\S/u;
const PAUSE = 150;
const MOST = 6;
let known = [];
let counts = [];
let coming;

const read = ([title, path, where, lang, words = ""]) => ({
  title,
  path,
  where,
  lang,
  page: path.split("#")[0],
  name: fold(title),
  text: fold(`${title} ${words}`),
});
const load = (address) =>
  (coming ||= fetch(address)
    .then((response) => response.json())
    .then((all) => {
      counts = all.counts;
      known = all.articles.map(read);
    })
    .catch(() => (coming = undefined))); // The next letter tries again.

const suggest = (input) => {
  const list = document.createElement("ul");
  const said = document.createElement("p");
  const { suggest: titles, search, words: label, all } = input.dataset;
  let isOpen = false;
  let isSettled = false;
  let found = [];
  let at = -1;
  let timer;
  let asking;

  const choose = (next) => {
    const items = list.children;
    items[at]?.setAttribute("aria-selected", "false");
    at = next < -1 ? items.length - 1 : next < items.length ? next : -1;
    items[at]?.setAttribute("aria-selected", "true");
    items[at]?.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", items[at]?.id || "");
  };
  const option = ({ title, path, where, lang }, nth) => {
    const item = document.createElement("li");
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.id = `${list.id}-${nth}`;
    item.dataset.path = path;
    const name = document.createElement("span");
    Object.assign(name, { lang: lang || document.documentElement.lang, dir: "auto", textContent: title });
    item.append(name);
    if (where) item.append(Object.assign(document.createElement("small"), { textContent: where }));
    return item;
  };
  // Titles that hold what is typed stay first, where they were before the search had its say.
  const offered = () => {
    const words = fold(input.value).split(/\s+/).filter(Boolean);
    const holds = (text) => words.every((word) => text.includes(word));
    const isNew = ({ page }) => !found.some((hit) => hit.page === page);
    const both = [...found, ...known.filter((each) => holds(each.text) && isNew(each))];
    return both.sort((one, other) => holds(other.name) - holds(one.name)).slice(0, MOST);
  };
  const show = () => {
    if (!isOpen || at >= 0) return; // Put away meanwhile, or somebody is choosing.
    const rows = offered();
    const q = input.value.trim();
    const last = { title: all.replace("{words}", () => q), path: `${input.form.action}?${new URLSearchParams({ q })}` };
    list.replaceChildren(...[...rows, last].map(option));
    list.lastChild.dataset.all = "";
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    // What leads to a search is no article.
    said.textContent = (isSettled && counts[rows.filter(({ path }) => !path.includes("?")).length]) || "";
  };
  const stop = () => {
    clearTimeout(timer);
    asking?.abort();
    choose(-1);
  };
  const close = () => {
    stop();
    isOpen = false;
    found = [];
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    said.textContent = "";
  };
  const ask = async () => {
    const { signal } = (asking = new AbortController());
    try {
      const address = `${search}?${new URLSearchParams({ q: input.value.trim() })}`;
      found = (await (await fetch(address, { signal })).json()).map(read);
    } catch {
      if (!signal.aborted) found = [];
    }
    if (signal.aborted) return;
    isSettled = true;
    show();
  };
  const offer = async ({ isComposing }) => {
    stop();
    if (!input.value.trim()) return close();
    isOpen = true;
    isSettled = !ENOUGH.test(input.value);
    // What the search found for the letters before stays until it answers for these.
    if (isSettled) found = [];
    else if (!isComposing) timer = setTimeout(ask, PAUSE);
    await load(titles);
    show();
  };
  const go = (item, { ctrlKey, metaKey }) => {
    if (!item) return;
    const { path } = item.dataset;
    if (ctrlKey || metaKey) return open(path);
    close(); // It may be a place on this very page.
    location.assign(path);
  };

  list.className = "suggestions";
  list.id = `${input.id}-suggestions`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  input.after(list, said);
  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const name in attributes) input.setAttribute(name, attributes[name]);
  input.addEventListener("input", offer);
  // Some browsers say nothing more once an input method is done.
  input.addEventListener("compositionend", () => offer({}));
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const { key } = event;
    if (event.isComposing) return;
    if (list.hidden) {
      if (key !== "ArrowDown" || !input.value.trim()) return;
      offer({});
    } else if (key === "ArrowDown") choose(at + 1);
    else if (key === "ArrowUp") choose(at - 1);
    else if (key === "Escape") close();
    else if (key === "Enter" && at >= 0) go(list.children[at], event);
    else return;
    event.preventDefault();
  });
  // A press must not take the focus away before it is a click.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => go(event.target.closest("li"), event));
  // What was typed while this script was on its way.
  if (input.value !== input.defaultValue) offer({});
};

document.querySelectorAll("[data-suggest]").forEach(suggest);
