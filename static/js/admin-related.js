// Puts a text from beside the ticket into what is being written, where the writer stands, in lines of its own.
(() => {
  const area = () => document.getElementById("write-body");
  const show = () => {
    if (area()) for (const button of document.querySelectorAll("[data-put][hidden]")) button.hidden = false;
  };
  const put = (text) => {
    const field = area();
    const { selectionStart: start, selectionEnd: end, value } = field;
    const before = start && value[start - 1] !== "\n" ? "\n" : "";
    const after = value[end] === "\n" ? "" : "\n";
    // As if it was typed: the browser's own undo takes it out again.
    field.focus();
    field.setSelectionRange(start, end);
    if (!document.execCommand("insertText", false, before + text + after)) {
      field.setRangeText(before + text + after, start, end, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    field.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-put]");
    if (button && area()) put([button.dataset.put, button.dataset.putLink].filter(Boolean).join("\n"));
  });
  document.addEventListener("htmx:after:swap", show);
  show();
})();
