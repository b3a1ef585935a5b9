// The command palette on Ctrl-K or ⌘K: views, tickets and pages from the server, and what can be done on this page.
(() => {
  const palette = document.getElementById("palette");
  if (!palette) return;
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

  // What has a key on this page, or says that it is a command: by its own words.
  function list() {
    const wanted = input.value.trim().toLowerCase();
    const all = [...document.querySelectorAll("main [data-key], main [data-command]")];
    const shown = all.filter((each) => !each.disabled && each.checkVisibility?.() !== false);
    const named = shown.map((each) => [each, (each.dataset.command || each.querySelector("summary")?.textContent || each.ariaLabel || each.closest("label")?.textContent || each.textContent || "").trim().replace(/\s+/g, " ")]);
    const acts = wanted ? named.filter(([, words]) => words.toLowerCase().includes(wanted)).slice(0, 8) : [];
    here.hidden = !acts.length;
    here.querySelector("ul").replaceChildren(...acts.map(([element, words], number) => {
      const option = document.createElement("li");
      Object.assign(option, { id: `palette-here-${number}`, role: "option", textContent: words, act: element });
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
    else if (option.act?.matches("details")) option.act.open = !option.act.open;
    else option.act?.click();
  }

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      palette.open ? palette.close() : open();
    }
  });
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
    mark(0);
    if (!options().length) told.textContent = told.dataset.nothing;
  });
  document.querySelectorAll("[data-palette]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", open);
  });
})();
