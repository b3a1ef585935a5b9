// Opens the help center's messenger inside a product's page. Without its script, "Get help" stays a plain link.
(() => {
  "use strict";
  const link = document.querySelector("[data-get-help]");
  const menu = document.querySelector("[data-account]");

  // A signed identity is good for five minutes and one use: the messenger asks for one whenever it needs it.
  async function identity() {
    const response = await fetch("/identity", { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(String(response.status));
    return (await response.json()).identity;
  }

  if (link && window.Messenger?.boot) {
    const { title, label } = link.dataset;
    const opener = menu?.querySelector("summary") ?? link;
    window.Messenger.boot({ identity, locale: document.documentElement.lang, title, label, opener });
    link.addEventListener("click", (event) => {
      event.preventDefault();
      if (menu) menu.open = false;
      window.Messenger.open();
    });
    // Whoever signs out, or becomes somebody else, leaves nothing behind.
    document.addEventListener("submit", () => window.Messenger.shutdown());
  }

  if (menu) {
    document.addEventListener("click", (event) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  }
})();
