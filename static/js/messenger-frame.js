// The messenger's own page: closing, keys, and what its other scripts share. `Frame.tell` speaks to the page around it.
(() => {
  const shell = document.getElementById("messenger-shell");
  const mode = shell.dataset.mode;

  // `host` is the origin of the product's page, `visitor` the visit where a cookie of ours would be a third-party one.
  const Frame = {
    mode,
    framed: mode !== "page" && parent !== window,
    host: undefined,
    visitor: undefined,
    tell(name) {
      if (mode === "panel") parent.postMessage("messenger:" + name, location.origin);
      else if (Frame.host) parent.postMessage({ messenger: name }, Frame.host);
    },
  };
  window.Frame = Frame;

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-close-messenger]")) Frame.tell("close");
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && Frame.framed) Frame.tell("close");
    // Ctrl or Command with Enter sends; Enter alone stays a line break, which an input method needs.
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("textarea")) {
      event.target.form.requestSubmit();
    }
  });
  document.addEventListener("htmx:config:request", (event) => {
    if (Frame.visitor) event.detail.ctx.request.headers["X-Visitor"] = Frame.visitor;
  });
})();
