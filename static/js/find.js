// The script that suggests articles comes when a search field is first used, and costs who only reads nothing.
addEventListener("focusin", function first({ target }) {
  if (!target.dataset.suggest) return;
  removeEventListener("focusin", first);
  import(target.dataset.script);
});
