// Copies an article's address, a section's, or the article as Markdown; without this script they are links that lead there.
document.addEventListener("click", async (event) => {
  const link = event.target.closest?.(".heading-anchor, [data-copy]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const said = document.getElementById("copied");
  const isHeading = !("copy" in link.dataset);
  if (!isHeading) event.preventDefault();
  try {
    const words = link.dataset.copy === "text" ? await (await fetch(link.href)).text() : link.href;
    await navigator.clipboard.writeText(words);
  } catch {
    if (!isHeading) location.assign(link.href);
    return;
  }
  said.textContent = said.dataset.words;
  link.dataset.copied = "";
  setTimeout(() => {
    said.textContent = "";
    delete link.dataset.copied;
  }, 3000);
});
