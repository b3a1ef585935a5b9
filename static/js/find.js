// The script that suggests articles comes when a search field is first used, and costs who only reads nothing.
addEventListener("focusin", function first({ target }) {
  if (!target.dataset.suggest) return;
  removeEventListener("focusin", first);
  import(target.dataset.script);
});
// "/" leads there, unless it is typed.
document.querySelectorAll("[data-suggest]").forEach((field) => {
  field.ariaKeyShortcuts = "/";
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input,textarea,select")) return;
    event.preventDefault();
    if (field.checkVisibility()) field.focus();
    else document.querySelector(".header-find").click();
  });
});
