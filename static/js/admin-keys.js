// Keys for the common moves in the ticket workspace and the queue. Elements name their key in data-key; everything also
// works by pointer and by Tab, and nothing here knows what a ticket is.
(() => {
  const typing = (target) => target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");
  const rows = () => [...document.querySelectorAll("#result_list tbody tr")];

  function step(direction) {
    const all = rows();
    const now = all.indexOf(document.activeElement.closest("tr"));
    const row = all[now < 0 ? (direction > 0 ? 0 : all.length - 1) : now + direction];
    row?.querySelector("a.desk-subject")?.focus();
  }

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
      element.click();
    }
  }

  document.addEventListener("keydown", (event) => {
    if (document.body.classList.contains("desk-no-keys")) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (document.querySelector("dialog[open]")) return;
    if (typing(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const element = document.querySelector(`[data-key="${CSS.escape(event.key)}"]:not(:disabled)`);
    if (element) {
      event.preventDefault();
      act(element);
    } else if (rows().length && (event.key === "j" || event.key === "k")) {
      step(event.key === "j" ? 1 : -1);
    } else if (event.key === "/" && document.getElementById("searchbar")) {
      event.preventDefault();
      document.getElementById("searchbar").focus();
    }
  });

  // The newest entry is what one comes for.
  const thread = document.querySelector(".desk-thread");
  if (thread) thread.scrollTop = thread.scrollHeight;
})();
