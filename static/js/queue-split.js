// The ticket beside the list, for who wants it and has the room: rows are gone through without leaving the list.
(() => {
  const both = document.querySelector(".queue-both[data-split]");
  const pane = both?.querySelector(".queue-pane");
  const wide = matchMedia("(width >= 1100px)");
  if (!pane) return;
  let waiting = 0;

  function fit() {
    both.toggleAttribute("data-open", wide.matches);
    pane.hidden = !wide.matches;
  }

  function mark(path) {
    document.querySelectorAll("#result_list a.desk-subject").forEach((link) => {
      if (new URL(link.href).pathname === path) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  }

  function show(link) {
    const { pathname } = new URL(link.href);
    mark(pathname);
    // Without a step in the browser's history for each row.
    if (pane.contentWindow.location.pathname !== pathname) pane.contentWindow.location.replace(link.href);
  }

  document.addEventListener("focusin", (event) => {
    if (!wide.matches || !event.target.matches("#result_list a.desk-subject")) return;
    clearTimeout(waiting);
    waiting = setTimeout(show, 150, event.target);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#result_list a.desk-subject");
    if (!link || !wide.matches || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    clearTimeout(waiting);
    show(link);
    // By a key (Enter or o): on to the ticket. A pointer leaves the keys in the list.
    if (!event.detail) pane.focus();
  });
  pane.addEventListener("load", () => {
    const { pathname } = pane.contentWindow.location;
    if (pathname !== "blank") mark(pathname);
    pane.contentDocument.addEventListener("keydown", (event) => {
      const writing = event.target.closest?.("input, textarea, select");
      if (event.key === "Escape" && !writing) document.querySelector("#result_list a[aria-current]")?.focus();
    });
    // What was done there may have changed the row.
    document.dispatchEvent(new CustomEvent("queue:changed"));
  });
  wide.addEventListener("change", fit);
  fit();
  const first = document.querySelector("#result_list a.desk-subject");
  if (wide.matches && first) show(first);
})();
