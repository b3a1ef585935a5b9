// Turns the launcher link into a panel; without this script it stays a link to the messenger's own page.
(() => {
  const link = document.getElementById("launcher");
  const open = link.getAttribute("aria-label");
  // Signing in comes back to #messenger, or #messenger-REFERENCE with the conversation to go on with.
  const named = location.hash.match(/^#messenger(?:-(\w+))?$/);
  let panel;
  const toggle = (show) => {
    if (show && !panel) {
      panel = document.createElement("iframe");
      panel.className = "messenger-panel";
      panel.title = link.dataset.title;
      panel.src = link.href + (named?.[1] ? `c/${named[1]}/` : "") + "?panel=1&from=" + encodeURIComponent(location.pathname);
      link.before(panel);
    }
    if (panel) panel.hidden = !show;
    link.setAttribute("aria-expanded", show);
    link.setAttribute("aria-label", show ? link.dataset.close : open);
    link.removeAttribute("data-away");
    (show ? panel : link).focus();
  };
  link.setAttribute("role", "button");
  link.setAttribute("aria-expanded", "false");
  link.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    toggle(!panel || panel.hidden);
  });
  link.addEventListener("keydown", (event) => event.key === " " && (event.preventDefault(), link.click()));
  addEventListener("keydown", (event) => event.key === "Escape" && panel && !panel.hidden && toggle(false));
  addEventListener("message", (event) => {
    if (event.origin === location.origin && panel && event.source === panel.contentWindow && event.data === "messenger:close") toggle(false);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-open-messenger]")) event.preventDefault(), toggle(true);
  });
  if (named) toggle(true);
})();
