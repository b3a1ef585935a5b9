// Offers articles while one types in a search field. Their titles come once, with the first letter.
const fold = (words) => words.normalize("NFKC").toLowerCase();
let known;

const suggest = (input) => {
  const list = document.createElement("ul");
  let at = -1;
  const choose = (next) => {
    const items = list.children;
    items[at]?.setAttribute("aria-selected", "false");
    at = next < -1 ? items.length - 1 : next < items.length ? next : -1;
    items[at]?.setAttribute("aria-selected", "true");
    items[at]?.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", items[at]?.id || "");
  };
  const option = ([title, path], nth) => {
    const item = document.createElement("li");
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.id = `${list.id}-${nth}`;
    item.textContent = title;
    item.dataset.path = path;
    return item;
  };
  const show = (found) => {
    choose(-1);
    list.replaceChildren(...found.map(option));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", !list.hidden);
  };
  const offer = async () => {
    try {
      known ||= (await (await fetch(input.dataset.suggest)).json()).map(([title, path, more]) => [
        title,
        path,
        fold(title),
        fold(`${title} ${more}`),
      ]);
    } catch {
      return; // Whoever presses Enter still finds.
    }
    const words = fold(input.value).split(/\s+/).filter(Boolean);
    const holds = (text) => words.every((word) => text.includes(word));
    const found = words.length ? known.filter((each) => holds(each[3])) : [];
    show(found.sort((one, other) => holds(other[2]) - holds(one[2])).slice(0, 6));
  };
  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false" };
  list.className = "suggestions";
  list.id = `${input.id}-suggestions`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.words);
  input.after(list);
  for (const name in attributes) input.setAttribute(name, attributes[name]);
  input.setAttribute("aria-controls", list.id);
  input.addEventListener("input", offer);
  input.addEventListener("blur", () => show([]));
  input.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown") choose(at + 1);
    else if (event.key === "ArrowUp") choose(at - 1);
    else if (event.key === "Escape") show([]);
    else if (event.key === "Enter" && at >= 0) location.assign(list.children[at].dataset.path);
    else return;
    event.preventDefault();
  });
  // A press must not take the focus away before it is a click.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => location.assign(event.target.dataset.path));
  // What was typed while this script was on its way.
  if (input.value !== input.defaultValue) offer();
};

document.querySelectorAll("[data-suggest]").forEach(suggest);
