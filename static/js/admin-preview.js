// The very mail in a dialog over the editor; without a script it opens in a tab of its own.
(() => {
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-preview]");
    const dialog = document.getElementById("preview-dialog");
    if (!button || !dialog) return;
    button.formTarget = "preview-frame";
    dialog.showModal();
  });
})();
