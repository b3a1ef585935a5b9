// Keeps what is being written on a ticket in this tab's storage until it is sent: a lost session or a closed page loses nothing.
(() => {
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const key = `draft:${form.dataset.draft}`;
  const text = form.querySelector("textarea");
  const kept = JSON.parse(sessionStorage.getItem(key) || "null");

  if (document.querySelector(".messagelist .written")) {
    sessionStorage.removeItem(key);
  } else if (kept && !text.value) {
    text.value = kept.body;
    const mode = form.querySelector(`input[name=mode][value="${kept.mode === "note" ? "note" : "reply"}"]`);
    if (!mode.disabled) mode.checked = true;
    form.querySelector(".desk-draft").hidden = false;
  }

  form.addEventListener("input", () => {
    if (!text.value.trim()) {
      sessionStorage.removeItem(key);
      return;
    }
    const mode = form.querySelector("input[name=mode]:checked")?.value;
    sessionStorage.setItem(key, JSON.stringify({ body: text.value, mode }));
  });
})();
