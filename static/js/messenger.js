// The loader for a product's page: Messenger("boot", {identity, locale}), "open", "close", "showArticle", "identify",
// "shutdown", "on". The frame holds everything else; no cookie is needed, and nothing loads before the first opening.
(() => {
  if (window.Messenger?.ready) return;
  const site = new URL(document.currentScript.src).origin;
  const words = {}; // filled in when it is served: for each language what the launcher and the frame are called
  const waiting = window.Messenger?.q || [];
  const listeners = {};
  const TALK = "M4 5.5h16v11h-8.5L7 20.5v-4H4zM8 9.5h8M8 12.7h5";
  const CLOSE = "m6 6 12 12M18 6 6 18";
  let options = {};
  let launcher;
  let frame;
  let article;
  let ready = false;

  const language = () => (options.locale in words ? options.locale : Object.keys(words)[0]);
  const word = (key) => words[language()][key];
  const style = (element, rules) => {
    for (const [name, value] of Object.entries(rules)) element.style.setProperty(name, value);
  };
  const emit = (name, detail) => (listeners[name] || []).forEach((listener) => listener(detail));
  const send = (message) => frame?.contentWindow.postMessage(message, site);

  const showWish = () => {
    if (article) send({ messenger: "article", number: article });
    article = undefined;
  };

  const build = () => {
    const address = new URL(`/${language()}/messenger/embed`, site);
    address.searchParams.set("origin", location.origin);
    frame = document.createElement("iframe");
    frame.title = options.title || word("title");
    frame.src = address;
    const narrow = matchMedia("(width <= 30rem)").matches;
    style(frame, {
      position: "fixed", "z-index": "2147483000", border: "0", "background-color": "canvas",
      ...(narrow
        ? { inset: "0", width: "100%", height: "100%" }
        : {
            "inset-inline-end": "1.25rem", bottom: "5.5rem", width: "25rem", height: "min(42rem, calc(100dvh - 7rem))",
            "border-radius": "14px", "box-shadow": "0 10px 32px rgb(0 0 0 / 22%)",
          }),
    });
    document.body.append(frame);
  };

  const show = (expanded) => {
    launcher?.setAttribute("aria-expanded", String(expanded));
    launcher?.querySelector("path").setAttribute("d", expanded ? CLOSE : TALK);
  };

  const open = () => {
    if (!frame) build();
    frame.hidden = false;
    style(frame, { display: "block" });
    show(true);
    frame.focus();
    emit("open");
  };
  const close = () => {
    if (!frame) return;
    style(frame, { display: "none" });
    show(false);
    (options.opener || launcher)?.focus();
    emit("close");
  };
  const isOpen = () => frame && frame.style.display !== "none";

  const addLauncher = () => {
    launcher = document.createElement("button");
    launcher.type = "button";
    launcher.setAttribute("aria-label", options.label || word("label"));
    launcher.setAttribute("aria-expanded", "false");
    style(launcher, {
      position: "fixed", "inset-inline-end": "1.25rem", bottom: "1.25rem", width: "3.5rem", height: "3.5rem", border: "0",
      "border-radius": "50%", background: "#9c3f22", color: "#fffaf5", cursor: "pointer", "z-index": "2147483000",
      display: "grid", "place-items": "center", "box-shadow": "0 8px 28px rgb(0 0 0 / 18%)",
    });
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("width", "26");
    svg.setAttribute("fill", "none");
    svg.setAttribute("stroke", "currentColor");
    svg.setAttribute("stroke-width", "1.8");
    svg.setAttribute("aria-hidden", "true");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", TALK);
    svg.append(path);
    launcher.append(svg);
    launcher.addEventListener("click", () => (isOpen() ? close() : open()));
    document.body.append(launcher);
  };

  const commands = {
    boot(given = {}) {
      options = { ...options, ...given };
      if (!launcher && options.launcher !== false) addLauncher();
    },
    identify(given = {}) {
      options.identity = given.identity;
      send({ messenger: "boot", identity: options.identity });
    },
    open,
    close,
    showArticle(number) {
      // The frame may not be listening yet; it asks when it is.
      article = number;
      open();
      if (ready) showWish();
    },
    on: (name, listener) => (listeners[name] ||= []).push(listener),
    shutdown() {
      send({ messenger: "shutdown" });
      frame?.remove();
      launcher?.remove();
      frame = launcher = undefined;
      ready = false;
      article = undefined;
      options = {};
    },
  };

  addEventListener("message", (event) => {
    if (event.origin !== site || event.source !== frame?.contentWindow) return;
    const name = event.data?.messenger;
    if (name === "ready") {
      ready = true;
      send({ messenger: "boot", identity: options.identity });
      showWish();
    }
    if (name === "close") close();
    if (name === "identity-refused") emit("identityRefused");
    if (name === "identity-wanted") emit("identityWanted");
  });
  addEventListener("keydown", (event) => event.key === "Escape" && isOpen() && close());

  window.Messenger = (command, ...given) => commands[command]?.(...given);
  window.Messenger.ready = true;
  waiting.forEach((call) => window.Messenger(...call));
})();
