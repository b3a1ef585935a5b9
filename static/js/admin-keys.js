// Keys for the common moves in the ticket workspace. Elements name their key in data-key; everything also works by pointer
// and by Tab, and nothing here knows what a ticket is. Keys that were pressed in the list for this page are done here.
(() => {
  const typing = (target) => target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");
  const LATEST = 30_000;

  function act(element) {
    if (element.matches("input[type=radio]")) {
      element.checked = true;
      element.form.querySelector("textarea")?.focus();
    } else if (element.matches("input, select")) {
      element.focus();
    } else if (element.matches("details")) {
      element.open = !element.open;
      element.scrollIntoView({ block: "nearest" });
    } else {
      if (element.matches("summary")) element.focus();
      if (element.matches("a")) element.focus({ preventScroll: true });
      element.click();
    }
  }

  const named = (key) => document.querySelector(`[data-key="${CSS.escape(key)}"]:not(:disabled)`);

  document.addEventListener("keydown", (event) => {
    if (document.body.classList.contains("desk-no-keys")) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (document.querySelector("dialog[open]")) return;
    if (typing(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const element = named(event.key);
    if (!element) return;
    event.preventDefault();
    act(element);
  });

  // Who opens a form to type in is there: elsewhere letters are keys of the page, and "e" would solve the ticket.
  document.addEventListener("toggle", ({ target }) => {
    const isForm = target.matches("details:is(.link-article, .escalate, .split)[open]");
    if (!isForm || !target.contains(document.activeElement)) return;
    const field = target.querySelector("input:not([type=hidden]), select");
    field.focus();
    field.select?.(); // What stands there is a proposal.
    target.scrollIntoView({ block: "nearest" });
  }, true);

  // The bar's, which without a script lead to the editor.
  document.addEventListener("click", (event) => {
    const element = named(event.target.closest?.("[data-press]")?.dataset.press ?? "");
    if (!element) return;
    event.preventDefault();
    act(element);
  });

  // The palette's, which names what it wants done.
  document.addEventListener("desk:press", (event) => {
    event.preventDefault();
    act(event.target);
  });

  // --- from the list: the first leads to a field, and what was typed after it stands there
  function type(field, key) {
    if (!field.matches("textarea, input") || (key === "Enter" && !field.matches("textarea"))) return;
    field.setRangeText(key === "Enter" ? "\n" : key, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function take(keys) {
    for (const key of keys) {
      const field = typing(document.activeElement);
      const element = field ? null : named(key);
      if (field) type(field, key);
      else if (element) act(element);
    }
  }

  document.addEventListener("desk:keys", (event) => take(event.detail));
  document.addEventListener("DOMContentLoaded", () => {
    const kept = JSON.parse(sessionStorage.getItem("desk:keys") ?? "null");
    if (kept?.path !== location.pathname || parent !== window) return;
    sessionStorage.removeItem("desk:keys");
    if (Date.now() - kept.at < LATEST) take(kept.keys);
  });

  // The newest entry is what one comes for; where all is one column, what was said last, unless one comes back to a place.
  const thread = document.querySelector(".desk-thread");
  if (thread) thread.scrollTop = thread.scrollHeight;
  const newest = document.getElementById("newest");
  const isNew = performance.getEntriesByType("navigation")[0]?.type === "navigate" && !location.hash && parent === window;
  if (isNew && matchMedia("(width < 64rem)").matches && newest?.getBoundingClientRect().bottom > innerHeight) newest.scrollIntoView();
})();
