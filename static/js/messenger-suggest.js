// Suggestions below the search field: the arrow keys walk them, Escape puts them away, and how many there are is said.
(() => {
  const field = (event) => event.target.closest?.(".search-box");
  const links = (box) => [...box.querySelectorAll("#suggestions a")];
  const put = (box, away) => {
    box.querySelector("#suggestions").hidden = away || !links(box).length;
  };

  document.addEventListener("keydown", (event) => {
    const box = field(event);
    const open = box ? links(box) : [];
    if (!open.length || event.isComposing) return;
    const input = box.querySelector("input");
    const places = [input, ...open];
    const at = places.indexOf(event.target);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
    if (event.key === "Escape" && !box.querySelector("#suggestions").hidden) {
      // The messenger itself stays open; the next Escape closes it.
      event.stopPropagation();
      put(box, true);
      input.focus();
    } else if (to !== undefined && at >= 0) {
      put(box, false);
      places[(to + places.length) % places.length].focus();
    } else return;
    event.preventDefault();
  }, true);

  // Where one of our own pages can switch the key off, and none did. A product's page has keys of its own.
  const isWanted = () => {
    try {
      return Boolean(parent.location.href) && localStorage.slash !== "off";
    } catch {
      return false;
    }
  };
  // "/" leads to the field while nobody writes; some keyboards need Shift for it.
  document.addEventListener("keydown", (event) => {
    const input = document.getElementById("messenger-q");
    if (event.key !== "/" || !isWanted() || !input || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input,textarea,select")) return;
    event.preventDefault();
    input.focus();
  });
  document.addEventListener("htmx:after:swap", () => {
    const list = document.getElementById("suggestions");
    const status = document.getElementById("suggested");
    if (!list || !status) return;
    // An answer that comes after the field was emptied, sent or left says nothing any more.
    const input = document.getElementById("messenger-q");
    if (!input.value.trim() || !input.closest(".search-box").contains(document.activeElement)) list.hidden = true;
    status.textContent = list.hidden ? "" : list.dataset.said;
  });
  document.addEventListener("focusin", (event) => {
    // Ours stand there instead; without scripts the browser's are good, and it may give back what was typed.
    if (event.target.id === "messenger-q") event.target.autocomplete = "off";
    for (const box of document.querySelectorAll(".search-box")) if (!box.contains(event.target)) put(box, true);
  });
})();
