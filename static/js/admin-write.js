// The reply editor: Ctrl or ⌘ with Enter sends by the button that is offered first, with Shift by the one that solves, and
// a text that was put in leaves the writer behind it.
(() => {
  const area = () => document.getElementById("write-body");
  const isShown = (button) => Boolean(button.offsetParent);
  // Who goes on with a draft goes on at its end.
  area()?.setSelectionRange(area().value.length, area().value.length);

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    if (event.target !== area()) return;
    event.preventDefault();
    const buttons = [...area().form.querySelectorAll(event.shiftKey ? "[name=then][value=solved]" : "[data-send]")];
    buttons.find(isShown)?.click();
  });

  // Enter in the time of a later reply means that time, not the first button of the form.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.id !== "later-at") return;
    event.preventDefault();
    document.querySelector("[data-later]").click();
  });

  // Where the writer stands, in letters as the server counts them.
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-insert]")) return;
    const field = area();
    field.form.querySelector("[data-caret-at]").value = [...field.value.slice(0, field.selectionStart)].length;
  }, true);

  document.addEventListener("htmx:after:swap", () => {
    const editor = document.querySelector("#write[data-caret]");
    if (!editor) return;
    const field = area();
    const at = [...field.value].slice(0, Number(editor.dataset.caret)).join("").length;
    delete editor.dataset.caret;
    field.focus();
    field.setSelectionRange(at, at);
    // What was put in is a draft like what was typed.
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
