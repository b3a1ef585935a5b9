// A macro by "/": while one types its words the list stands below the text; arrow keys choose, Enter puts it in, Escape
// leaves the words as they are. The select beside the buttons has the same macros, and does the same without a script.
(() => {
  const MOST = 8;
  const TYPED = /(?:^|\s)\/([^\n/]{0,40})$/u;
  const fold = (words) => words.normalize("NFKC").toLowerCase();
  const area = () => document.getElementById("write-body");
  const choice = () => document.getElementById("macro");
  let list;
  let said;
  let found = [];
  let at = 0;

  const make = () => {
    list = Object.assign(document.createElement("ul"), { className: "macro-list", id: "macro-list", hidden: true });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", document.querySelector('label[for="macro"]').textContent);
    list.addEventListener("mousedown", (event) => {
      event.preventDefault(); // The text keeps the focus.
      const item = event.target.closest("li");
      if (item) put(found[[...list.children].indexOf(item)]);
    });
    said = Object.assign(document.createElement("p"), { className: "visually-hidden" });
    said.setAttribute("role", "status");
    area().after(list, said);
    area().setAttribute("aria-autocomplete", "list");
    area().setAttribute("aria-controls", list.id);
  };
  const close = () => {
    found = [];
    if (!list?.isConnected) return;
    list.hidden = true;
    said.textContent = "";
    area().removeAttribute("aria-activedescendant");
  };
  const mark = () => {
    [...list.children].forEach((item, nth) => item.setAttribute("aria-selected", String(nth === at)));
    list.children[at]?.scrollIntoView({ block: "nearest" });
    area().setAttribute("aria-activedescendant", list.children[at]?.id || "");
  };
  const typed = () => area().value.slice(0, area().selectionStart).match(TYPED);

  const offer = () => {
    const match = typed();
    if (!match || !choice()) return close();
    if (!list?.isConnected) make();
    const words = fold(match[1]).split(/\s+/).filter(Boolean);
    const all = [...choice().options].filter((each) => each.value);
    found = all.filter((each) => words.every((word) => fold(each.text).includes(word))).slice(0, MOST);
    // A path or a date is no search for a macro.
    if (!found.length && match[1]) return close();
    at = 0;
    list.replaceChildren(
      ...found.map((each, nth) => {
        const item = Object.assign(document.createElement("li"), { id: `macro-list-${nth}`, textContent: each.text });
        item.setAttribute("role", "option");
        return item;
      }),
    );
    list.hidden = !found.length;
    said.textContent = found.length
      ? choice().dataset.many.replace("{number}", String(found.length))
      : choice().dataset.none;
    mark();
  };
  const put = (option) => {
    const match = typed();
    const field = area();
    if (match) {
      // "/" and the words after it go; what stood before stays.
      const end = field.selectionStart;
      field.setRangeText("", end - match[1].length - 1, end, "end");
    }
    close();
    choice().value = option.value;
    choice().form.querySelector("[data-insert]").click();
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
