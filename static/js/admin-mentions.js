// A colleague by "@" in an internal note: while one types the name the list stands below the text; arrow keys choose,
// Enter puts the user name in, Escape leaves what was typed. Typed by hand it means the same.
(() => {
  const MOST = 8;
  const TYPED = /(?:^|[^A-Za-z0-9._%+/@-])[@＠]([^\s@＠]{0,40}(?: [^\s@＠]{1,40})?)$/u;
  const fold = (words) => words.normalize("NFKC").toLowerCase();
  const area = () => document.getElementById("write-body");
  const people = () => document.getElementById("mentionable");
  const isNote = () => area().form.elements.mode.value === "note";
  let list;
  let said;
  let found = [];
  let at = 0;

  const make = () => {
    list = Object.assign(document.createElement("ul"), { className: "macro-list mention-list", id: "mention-list" });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", people().dataset.label);
    list.addEventListener("mousedown", (event) => {
      event.preventDefault(); // The text keeps the focus.
      const item = event.target.closest("li");
      if (item) put(found[[...list.children].indexOf(item)]);
    });
    said = Object.assign(document.createElement("p"), { className: "visually-hidden" });
    said.setAttribute("role", "status");
    area().after(list, said);
  };
  const close = () => {
    found = [];
    if (!list?.isConnected || list.hidden) return;
    list.hidden = true;
    said.textContent = "";
    area().removeAttribute("aria-activedescendant");
  };
  const mark = () => {
    [...list.children].forEach((item, nth) => item.setAttribute("aria-selected", String(nth === at)));
    list.children[at].scrollIntoView({ block: "nearest" });
    area().setAttribute("aria-activedescendant", list.children[at].id);
  };
  const typed = () => area().value.slice(0, area().selectionStart).match(TYPED);
  const line = (person, nth) => {
    const item = Object.assign(document.createElement("li"), { id: `mention-list-${nth}`, textContent: person.textContent });
    item.setAttribute("role", "option");
    const handle = Object.assign(document.createElement("span"), { className: "handle" });
    handle.textContent = ` @${person.dataset.handle}`;
    item.append(handle);
    return item;
  };

  const offer = () => {
    const match = people() && isNote() ? typed() : null;
    if (!match) return close();
    const words = fold(match[1]);
    const fits = (person) => [person.textContent, person.dataset.handle].some((name) =>
      fold(name).split(/\s+/).some((part, nth, parts) => parts.slice(nth).join(" ").startsWith(words)));
    found = [...people().content.children].filter(fits).slice(0, MOST);
    if (!found.length) return close();
    if (!list?.isConnected) make();
    at = 0;
    list.replaceChildren(...found.map(line));
    list.hidden = false;
    area().setAttribute("aria-autocomplete", "list");
    area().setAttribute("aria-controls", list.id);
    said.textContent = people().dataset.many.replace("{number}", String(found.length));
    mark();
  };
  const put = (person) => {
    const match = typed();
    const field = area();
    close();
    if (!match) return;
    const end = field.selectionStart;
    field.setRangeText(`${person.dataset.handle} `, end - match[1].length, end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true })); // So that the draft has it.
  };

  document.addEventListener("input", (event) => event.target === area() && !event.isComposing && offer());
  document.addEventListener("compositionend", (event) => event.target === area() && offer());
  document.addEventListener("focusout", (event) => event.target === area() && close());
  document.addEventListener("keydown", (event) => {
    if (event.target !== area() || !found.length || event.isComposing || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowDown") at = (at + 1) % found.length;
    else if (event.key === "ArrowUp") at = (at + found.length - 1) % found.length;
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" || event.key === "Tab") put(found[at]);
    else return;
    event.preventDefault();
    event.stopPropagation(); // Escape leaves the list, not the text.
    if (found.length) mark();
  }, true);
})();
