// The ticket beside the list, for who wants it and has the room: rows are gone through without leaving the list, and keys
// that are a ticket's go to this one, also while it is still coming.
(() => {
  const both = document.querySelector(".queue-both[data-split]");
  const pane = both?.querySelector(".queue-pane");
  const wide = matchMedia("(width >= 1100px)");
  if (!pane) return;
  // What follows one of these is typed into a field.
  const LEADS_TO_TEXT = /[rn#a]/;
  // What was sent and doesn't come back holds nothing up for longer.
  const PATIENCE = 10_000;
  let waiting = 0;
  let patience = 0;
  let isLoading = false;
  let target = "";
  let isSending = false;
  let held = [];
  let next = null;

  const linkOf = (row) => row?.querySelector("a.desk-subject");
  const pathOf = (link) => new URL(link.href).pathname;

  function fit() {
    both.toggleAttribute("data-open", wide.matches);
    pane.hidden = !wide.matches;
  }

  function mark(path) {
    document.querySelectorAll("#result_list a.desk-subject").forEach((link) => {
      if (pathOf(link) === path) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  }

  function show(link) {
    clearTimeout(waiting);
    waiting = 0;
    mark(pathOf(link));
    // What is being done there isn't cut off.
    if (isSending || held.length) {
      next = link;
    } else if ((isLoading ? target : pane.contentWindow.location.pathname) !== pathOf(link)) {
      isLoading = true;
      target = pathOf(link);
      // Without a step in the browser's history for each row.
      pane.contentWindow.location.replace(link.href);
    }
  }

  function free() {
    clearTimeout(patience);
    isLoading = isSending = false;
    const keys = held.splice(0);
    if (keys.length) give(keys);
    const link = next;
    next = null;
    if (link) show(link);
  }

  // A key that leads to a field takes the focus there; Escape brings it back.
  function give(keys) {
    pane.contentDocument?.dispatchEvent(new CustomEvent("desk:keys", { detail: keys }));
  }

  document.addEventListener("queue:key", (event) => {
    if (pane.hidden) return;
    event.preventDefault();
    const link = linkOf(document.activeElement.closest("#result_list tbody tr"));
    if (waiting && link) show(link);
    if (isLoading || isSending) held.push(event.detail);
    else give([event.detail]);
  });
  document.addEventListener("keydown", (event) => {
    if (!held.some((key) => LEADS_TO_TEXT.test(key)) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") held = [];
    else if (event.key === "Enter" || event.key.length === 1) held.push(event.key);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  document.addEventListener("focusin", (event) => {
    if (!wide.matches || !event.target.matches("#result_list a.desk-subject")) return;
    clearTimeout(waiting);
    waiting = setTimeout(show, 150, event.target);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#result_list a.desk-subject");
    if (!link || !wide.matches || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    show(link);
    // By a key (Enter or o): on to the ticket. A pointer leaves the keys in the list.
    if (!event.detail) pane.focus();
  });

  function watch(page) {
    page.addEventListener("keydown", (event) => {
      const writing = event.target.closest?.("input, textarea, select");
      if (event.key === "Escape" && !writing) document.querySelector("#result_list a[aria-current]")?.focus();
    });
    page.addEventListener("submit", ({ target, submitter }) => {
      if (target.method !== "post" || target.target || submitter?.formTarget) return;
      isSending = true;
      clearTimeout(patience);
      patience = setTimeout(free, PATIENCE);
    });
    page.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
      if (!ctx.sourceElement?.matches("form")) return;
      free();
      document.dispatchEvent(new CustomEvent("queue:changed"));
    });
  }

  pane.addEventListener("load", () => {
    // A page of the browser's own, that nothing came, is none of ours.
    const page = pane.contentDocument;
    if (!page || page.URL === "about:blank") return;
    watch(page);
    if (!next) mark(page.location.pathname);
    free();
    // What was done there may have changed the row.
    document.dispatchEvent(new CustomEvent("queue:changed"));
  });
  wide.addEventListener("change", fit);
  fit();
  const first = document.querySelector("#result_list a.desk-subject");
  if (wide.matches && first) show(first);
})();
