// Opens the help center's messenger inside a product's page. Without its script, "Get help" stays a plain link.
(() => {
  "use strict";
  const FRESH_MS = 4 * 60 * 1000;
  const link = document.querySelector("[data-get-help]");
  const menu = document.querySelector("[data-account]");
  let identifiedAt = 0;

  async function identity() {
    const response = await fetch("/identity", { headers: { Accept: "application/json" } });
    if (!response.ok) return {};
    const { identity: token } = await response.json();
    return token ? { identity: token } : {};
  }

  // A signed identity is good for five minutes, so one that is older is renewed before the messenger opens.
  async function say(verb) {
    window.Messenger(verb, { ...(await identity()), locale: document.documentElement.lang });
    identifiedAt = Date.now();
  }

  async function open() {
    if (Date.now() - identifiedAt > FRESH_MS) await say("identify");
    window.Messenger("open");
  }

  if (link && typeof window.Messenger === "function") {
    const booted = say("boot");
    link.addEventListener("click", (event) => {
      event.preventDefault();
      if (menu) menu.open = false;
      booted.then(open).catch(() => window.location.assign(link.href));
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
