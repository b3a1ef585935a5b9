// The command palette on Ctrl-K or ⌘K: views, tickets and pages from the server, and what can be done on this page and on
// one that it shows in a frame of its own. There, the key asks the page around it.
(() => {
  const isAsked = (event) => (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k";
  const palette = document.getElementById("palette");
  if (!palette && parent !== window) {
    document.addEventListener("keydown", (event) => {
      if (!isAsked(event)) return;
      event.preventDefault();
      parent.document.dispatchEvent(new CustomEvent("palette:ask"));
    });
  }
  if (!palette) return;
  const MOST = 12;
  const input = palette.querySelector("input");
  const here = document.getElementById("palette-here");
  const told = palette.querySelector("[role=status]");
  const options = () => [...palette.querySelectorAll("[role=option]")];

  function open() {
    if (palette.open) return;
    input.value = "";
    list();
    palette.showModal();
    input.focus();
    // Asks for what is offered before anything is typed.
    input.dispatchEvent(new CustomEvent("palette:open", { bubbles: true }));
  }

  // --- what can be done here: whatever has a key or says that it is a command, by its words; a list, by each of its choices
  const fold = (words) => words.normalize("NFKC").toLowerCase();
  const tidy = (words) => (words || "").trim().replace(/\s+/g, " ");
  const pages = () => [document, ...[...document.querySelectorAll("iframe[data-commands]:not([hidden])")].map((frame) => frame.contentDocument)].filter(Boolean);
  const nameOf = (each) => tidy(each.dataset.command || each.querySelector(":scope > summary")?.textContent || each.ariaLabel || each.closest("label")?.textContent || each.textContent);

  function press(element) {
    // A page that knows better than to click says so.
    if (element.dispatchEvent(new CustomEvent("desk:press", { bubbles: true, cancelable: true }))) element.click();
  }

  function choose(field, value) {
    field.value = value;
    if (field.dataset.commandBy) field.form.querySelector(field.dataset.commandBy).click();
    else field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function simple(page) {
    const found = [...page.querySelectorAll("main :is([data-key], [data-command]):not(:disabled)")];
    // A key is one letter; what is called so elsewhere is none.
    return found
      .filter((each) => !each.matches("select") && (each.dataset.command !== undefined || each.dataset.key.length === 1))
      .filter((each) => each.dataset.command !== undefined || each.checkVisibility?.() !== false)
      .map((each) => ({ words: nameOf(each), key: each.dataset.key, act: () => press(each) }));
  }

  function choices(page) {
    return [...page.querySelectorAll("main [data-command-each]:not(:disabled)")].flatMap((field) =>
      [...(field.options ?? field.list?.options ?? [])]
        .filter((each) => !each.defaultSelected && (each.value || !field.dataset.commandBy))
        .map((each) => ({ words: field.dataset.commandEach.replace("{name}", tidy(each.text || each.value)), act: () => choose(field, each.value) })));
  }

  // Before anything is typed, what has a key.
  function fitting() {
    const typed = fold(tidy(input.value));
    const words = typed.split(" ");
    const fits = ({ words: name, key }) => (typed ? words.every((word) => fold(name).includes(word)) : key);
    const begins = ({ words: name }) => Number(fold(name).startsWith(typed));
    const all = [...pages().flatMap(simple), ...(typed ? pages().flatMap(choices) : [])].filter(fits);
    return all.sort((one, other) => begins(other) - begins(one)).slice(0, MOST);
  }

  function list() {
    const acts = fitting();
    const about = pages().map((page) => page.querySelector("[data-command-about]")).find(Boolean);
    here.hidden = !acts.length;
    here.ariaLabel = here.querySelector("p").textContent = about ? tidy(about.textContent) : here.dataset.words;
    here.querySelector("ul").replaceChildren(...acts.map(({ words, key, act }, number) => {
      const option = document.createElement("li");
      Object.assign(option, { id: `palette-here-${number}`, role: "option", act });
      option.append(Object.assign(document.createElement("span"), { textContent: words, dir: "auto" }));
      if (key) option.append(Object.assign(document.createElement("kbd"), { textContent: key, ariaHidden: "true" }));
      return option;
    }));
    mark(0);
  }

  function mark(at) {
    const all = options();
    all.forEach((option, number) => {
      option.ariaSelected = String(number === at);
    });
    const chosen = all[at];
    if (chosen) input.setAttribute("aria-activedescendant", chosen.id);
    else input.removeAttribute("aria-activedescendant");
    chosen?.scrollIntoView({ block: "nearest" });
    if (all.length) told.textContent = "";
  }

  function take(option) {
    if (!option) return;
    palette.close();
    if (option.dataset.href) location.assign(option.dataset.href);
    else option.act?.();
  }

  document.addEventListener("keydown", (event) => {
    if (!isAsked(event)) return;
    event.preventDefault();
    palette.open ? palette.close() : open();
  });
  document.addEventListener("palette:ask", open);
  palette.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const all = options();
    const at = all.findIndex((option) => option.ariaSelected === "true");
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === "Enter") take(all[at]);
    else if (to !== undefined && all.length && !(input.value && ["Home", "End"].includes(event.key))) mark((to + all.length) % all.length);
    else return;
    event.preventDefault();
  });
  palette.addEventListener("click", (event) => {
    if (event.target === palette) palette.close();
    else take(event.target.closest("[role=option]"));
  });
  input.addEventListener("input", list);
  document.addEventListener("htmx:after:swap", () => {
    if (!palette.open) return;
    // Who has chosen something already keeps it.
    mark(Math.max(0, options().findIndex((option) => option.ariaSelected === "true")));
    if (!options().length) told.textContent = told.dataset.nothing;
  });
  document.querySelectorAll("[data-palette]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", open);
  });
})();
