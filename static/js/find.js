// The script that suggests articles comes when a search field is first used, and costs who only reads nothing.
addEventListener("focusin", function first({ target }) {
  if (!target.dataset.suggest) return;
  removeEventListener("focusin", first);
  import(target.dataset.script);
});
// "/" leads there, unless it is typed or the footer's box says no.
document.querySelectorAll("[data-suggest]").forEach((field) => {
  const label = document.querySelector("[data-slash]");
  const box = label.firstChild;
  const tell = () => (field.ariaKeyShortcuts = box.checked ? "/" : null);
  box.checked = localStorage.slash !== "off"; // Without storage this ends here, and there is no such key.
  box.onchange = () => {
    localStorage.slash = box.checked ? "on" : "off";
    tell();
  };
  tell();
  label.hidden = false;
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || !box.checked) return;
    if (event.target.matches("input:not([type=checkbox]),textarea,select")) return;
    event.preventDefault();
    if (field.checkVisibility()) field.focus();
    else document.querySelector(".header-find").click();
  });
});
