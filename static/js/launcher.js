// Turns the launcher link into a panel; without this script it stays a link to the messenger's own page.
(() => {
  const link = document.getElementById("launcher");
  // Signing in comes back to #messenger, or #messenger-REFERENCE with the conversation to go on with.
  const named = location.hash.match(/^#messenger(?:-(\w+))?$/);
  // Of this tab, written once the messenger is opened: whether it is open, and the screen it is at, which the frame says.
  let kept = {};
  try {
    kept = sessionStorage;
  } catch {}
  let panel, opener, ready;
  const address = (asked) => {
    let at = asked || (named?.[1] && `c/${named[1]}/`);
    try {
      at ??= JSON.parse(kept["messenger.at"]).place;
    } catch {}
    const url = new URL(at || "", link.href);
    url.searchParams.set("panel", 1);
    url.searchParams.set("from", location.pathname);
    return url;
  };
  const news = () => import(link.dataset.news);
  // `asked`: what a link brings to the message to Fin.
  const toggle = (show, focus = true, asked) => {
    if (show) {
      opener = document.activeElement;
      if (!panel) {
        panel = document.createElement("iframe");
        panel.className = "messenger-panel";
        panel.title = link.dataset.title;
        link.before(panel);
        news();
      }
      // What didn't load before, perhaps without a line, is tried again.
      if (asked) ready = 0;
      if (!ready) panel.src = address(asked);
    }
    panel.hidden = !show;
    kept.messenger = show ? 1 : 0;
    link.setAttribute("aria-expanded", show);
    link.setAttribute("aria-label", show ? link.dataset.close : link.dataset.open);
    link.removeAttribute("data-away");
    if (!show) (opener?.closest("body *") || link).focus();
    else if (focus) panel.focus();
  };
  link.setAttribute("role", "button");
  link.setAttribute("aria-expanded", "false");
  link.addEventListener("keydown", (event) => event.key === " " && (event.preventDefault(), link.click()));
  addEventListener("keydown", (event) => event.key === "Escape" && panel && !panel.hidden && toggle(false));
  addEventListener("message", ({ origin, source, data }) => {
    if (!panel || origin !== location.origin || source !== panel.contentWindow) return;
    if (data === "messenger:ready") link.dataset.ready = ready = 1;
    if (data === "messenger:close") toggle(false);
  });
  document.addEventListener("click", (event) => {
    const by = event.target.closest?.("#launcher, [data-open-messenger]");
    if (!by || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    toggle(by !== link || !panel || panel.hidden, true, by.search);
  });
  if (named) history.replaceState(history.state, "", location.pathname + location.search);
  if (named || kept.messenger === "1") toggle(true, named);
  else if (kept.messenger) news();
})();
