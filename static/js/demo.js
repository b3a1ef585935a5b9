// Opens the help center's messenger inside a product's page. Without its script, "Get help" stays a plain link.
(() => {
  "use strict";
  const FRESH_MS = 4 * 60 * 1000;
  const link = document.querySelector("[data-get-help]");
  const menu = document.querySelector("[data-account]");
  let identifiedAt = 0;

  async function say(verb) {
    identifiedAt = Date.now();
    const response = await fetch("/identity", { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(String(response.status));
    const { identity } = await response.json();
    const { title, label } = link.dataset;
    window.Messenger(verb, { ...(identity && { identity }), locale: document.documentElement.lang, title, label });
  }

  // A signed identity is good for five minutes and one use. Once the messenger is open it knows who is there.
  async function stayFresh() {
    const opened = document.querySelector("iframe");
    if (!opened && Date.now() - identifiedAt > FRESH_MS) await say("identify");
  }

  if (link && typeof window.Messenger === "function") {
    const booted = say("boot");
    // Plan and role count for an hour: when more is asked for, the product says again who is there.
    window.Messenger("on", "identityWanted", () => say("identify").catch(() => {}));
    const refresh = () => booted.then(stayFresh).catch(() => {});
    window.setInterval(refresh, FRESH_MS + 1000);
    document.addEventListener("visibilitychange", refresh);
    link.addEventListener("click", (event) => {
      event.preventDefault();
      if (menu) menu.open = false;
      booted
        .then(stayFresh)
        .then(() => window.Messenger("open"))
        .catch(() => window.location.assign(link.href));
    });
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
