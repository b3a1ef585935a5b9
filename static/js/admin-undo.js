// The bar that takes a reply back goes when there is nothing to take back any more.
(() => {
  const bar = document.querySelector("form[data-undo]");
  if (!bar) return;
  const button = bar.querySelector("button");
  setTimeout(() => {
    const had = bar.contains(document.activeElement);
    button.remove();
    bar.querySelector("p").textContent = bar.dataset.sent;
    if (had) document.getElementById("write-body")?.focus();
    setTimeout(() => bar.remove(), 4000);
  }, Number(bar.dataset.undo) * 1000);
})();
