// An article that was found is put in where the writer stands: its title, and its address in a line of its own.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-article]");
  const field = document.getElementById("write-body");
  if (!button || !field) return;
  const before = field.value.slice(0, field.selectionStart);
  const lead = before && !before.endsWith("\n") ? "\n" : "";
  field.setRangeText(`${lead}${button.dataset.article}\n${button.dataset.address}\n`, field.selectionStart, field.selectionEnd, "end");
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
