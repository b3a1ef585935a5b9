// The loader for a product's page: Messenger.boot({ identity, locale }), then open, close, showArticle and so on. Each
// call is a promise. The frame holds everything else; no cookie is needed, and nothing loads before the first opening.
(() => {
  const early = window.Messenger;
  if (early?.loaded) return;
  const site = new URL(document.currentScript.src).origin;
  const words = {}; // filled in when it is served: for each language what launcher and frame are called
  const looks = ""; // filled in when it is served: messenger/embedding/host.css
  const PATIENCE = 20_000;
  const MOMENT = 1_000;
  const BLOCKED = site + " isn't let in: is " + location.origin + " an embed origin there, and it in your frame-src?";
  const TALK = "M4 5.5h16v11h-8.5L7 20.5v-4H4zM8 9.5h8M8 12.7h5";
  const CLOSE = "m6 6 12 12m0-12L6 18";
  const listeners = new Set();
  // Who still waits for an answer: of a call, by its way to fail; of the frame, by the question's number.
  const pending = new Set();
  const asked = new Map();
  let number = 0;
  let options, host, launcher, frame, opener, spent, unread, isReady, isKnown;

  const failure = (code, message) => Object.assign(new Error(message || code), { name: "MessengerError", code });
  const complain = (...said) => console.warn("Messenger", ...said);
  const language = () => {
    const tag = `${options.locale}`.toLowerCase();
    return [tag, tag.split("-")[0], ...Object.keys(words)].find((code) => code in words);
  };
  const word = (key) => words[language()][key];
  // A listener's mistake is the page's, and stops neither the others nor the call.
  const emit = (name, detail) => {
    for (const each of listeners) if (each.name === name) queueMicrotask(() => each.listener(detail));
  };

  const send = (message) => isReady && frame.contentWindow.postMessage(message, site);
  const ask = (messenger, given) =>
    new Promise((done, failed) => {
      const message = { ...given, messenger, id: ++number };
      asked.set(number, { message, done, failed });
      if (isKnown) send(message);
    });
  const none = (error) => (complain("identity", error), "none");
  // A token is good for one use: a function gives a fresh one each time, else the page is told to identify anew.
  const introduce = async () => {
    const { identity } = options;
    const mine = frame;
    // A page that can't say who is there gives no token that could be accepted, and the frame says so.
    const given = typeof identity === "function" ? await Promise.resolve().then(identity).catch(none) : identity;
    if (mine !== frame) throw failure("shut_down");
    if (given && given === spent) {
      emit("identityWanted");
      // Who would answer that with another doesn't listen.
      if (![...listeners].some(({ name }) => name === "identityWanted")) send({ messenger: "nobody" });
      throw failure("replayed");
    }
    spent = given;
    const waiting = isKnown ? [] : [...asked.values()].filter(({ message }) => message.messenger !== "identify");
    isKnown = true;
    const answer = ask("identify", { identity: given });
    for (const { message } of waiting) send(message);
    return answer;
  };

  const isOpen = () => frame?.hidden === false;
  // Only while it is open, and only where it fills the screen, the page behind it stands still.
  const still = new CSSStyleSheet({ disabled: true });
  still.replaceSync("@media (width<=480px),(height<=480px){html{overflow:hidden!important}}");
  document.adoptedStyleSheets.push(still);
  const draw = () => {
    still.disabled = !isOpen();
    if (frame) frame.title = options.title || word("title");
    if (!launcher) return;
    const news = !isOpen() && unread ? `. ${word("unread")}: ${unread}` : "";
    launcher.ariaLabel = (options.label || word("title")) + news;
    launcher.ariaExpanded = isOpen();
    launcher.className = isOpen() ? (isReady ? "ready" : "") : news && "unread";
    launcher.querySelector("path").setAttribute("d", isOpen() ? CLOSE : TALK);
  };
  // Beside the body, where a page that replaces its body leaves it alone; who takes it away gets it back.
  const attach = () => {
    if (!host) {
      host = document.createElement("support-messenger");
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(looks);
      host.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
    }
    if (!host.isConnected) document.documentElement.append(host);
    if (!launcher && options.launcher !== false) {
      launcher = document.createElement("button");
      const [svg, path] = ["svg", "path"].map((name) => document.createElementNS("http://www.w3.org/2000/svg", name));
      svg.setAttribute("viewBox", "0 0 24 24");
      svg.append(path);
      launcher.append(svg);
      launcher.onclick = () => perform("toggle");
      host.shadowRoot.prepend(launcher);
    }
    draw();
  };
  const build = () => {
    if (frame) return;
    const address = new URL(`/${language()}/messenger/embed`, site);
    address.searchParams.set("origin", location.origin);
    frame = document.createElement("iframe");
    frame.src = address;
    frame.hidden = true;
    // Its word comes before it has loaded; without one, something else was loaded in its place.
    frame.onload = ({ target }) => setTimeout(() => target !== frame || isReady || end("blocked", BLOCKED), MOMENT);
    host.shadowRoot.append(frame);
  };
  const hide = () => {
    if (!isOpen()) return;
    // A frame that goes with the focus in it would keep it.
    frame.blur();
    frame.hidden = true;
    draw();
    send({ messenger: "hidden" });
    opener?.focus();
    // Its menu may have closed meanwhile.
    if (document.activeElement !== opener) launcher?.focus();
    emit("close");
  };
  // The frame goes, and who waits for it hears why; a later call makes another.
  const end = (code, message) => {
    hide();
    frame?.remove();
    frame = spent = unread = isReady = isKnown = undefined;
    asked.clear();
    for (const fail of pending) fail(failure(code, message));
    draw();
  };
  const show = () => {
    build();
    if (isOpen()) return;
    const active = document.activeElement;
    opener = options.opener || (active === document.body || active === host ? launcher : active);
    frame.hidden = false;
    unread = 0;
    draw();
    frame.focus();
    emit("open");
  };
  const shown = (name, given) => {
    show();
    return ask(name, given);
  };

  const calls = {
    async boot(given = {}) {
      const before = options;
      options = { ...before, ...given };
      attach();
      if (frame && given.locale && given.locale !== before.locale) await ask("locale", { locale: language() });
      if (before && "identity" in given) await calls.identify(given);
    },
    // Before the first opening nothing is asked of the help center; the answer comes then.
    async identify({ identity } = {}) {
      options.identity = identity;
      if (!frame) return { signedIn: undefined };
      return isReady ? introduce() : ask("who");
    },
    open: async () => shown("show"),
    close: async () => hide(),
    toggle: async () => (isOpen() ? hide() : shown("show")),
    showArticle: async (article) => shown("article", { article }),
    showConversation: async (reference) => shown("conversation", { reference }),
    newMessage: async (text = "") => shown("message", { text }),
    async on(name, listener) {
      const each = { name, listener };
      listeners.add(each);
      return () => listeners.delete(each);
    },
    async shutdown() {
      hide();
      send({ messenger: "shutdown" });
      // The frame forgets what was typed before it goes.
      launcher?.remove();
      setTimeout((gone) => gone?.remove(), 500, host);
      options = host = launcher = frame = opener = undefined;
      end("shut_down");
    },
  };
  const perform = (name, ...given) => {
    const promise = new Promise((done, failed) => {
      if (!Object.hasOwn(calls, name)) throw failure("unknown_call");
      if (!options && !["boot", "on", "shutdown"].includes(name)) throw failure("not_booted");
      if (options && name !== "shutdown") attach();
      const work = calls[name](...given);
      const timer = setTimeout(() => failed(failure("timeout")), PATIENCE);
      if (name !== "shutdown") pending.add(failed);
      work.then(done, failed).finally(() => (clearTimeout(timer), pending.delete(failed)));
    });
    // Who doesn't look at the promise hears of it as an event, and not as an error of the page.
    promise.catch(({ code, message }) => {
      complain(name, code, message);
      emit("error", { call: name, code, message });
    });
    return promise;
  };

  addEventListener("message", ({ origin, source, data }) => {
    if (origin !== site || !frame || source !== frame.contentWindow || !data) return;
    const { messenger: name, id, value, error, ...detail } = data;
    if (name === "reply") {
      const { done, failed } = asked.get(id) || {};
      asked.delete(id);
      if (error) failed?.(failure(error.code, error.message));
      else done?.(value);
    } else if (name === "close") hide();
    else if (name === "identityWanted") introduce().catch(() => {});
    else if (name === "ready") {
      isReady = true;
      isKnown = false;
      draw();
      introduce().then(() => emit(name), () => {});
    } else {
      if (detail.code) complain(name, detail);
      if (name === "unread") {
        unread = detail.count;
        draw();
      }
      emit(name, detail);
    }
  });
  addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && hide());

  window.Messenger = Object.assign(perform, { loaded: true });
  for (const name of Object.keys(calls)) perform[name] = (...given) => perform(name, ...given);
  // Calls from before, in their order: `[name, …]`, or with the promise that the page holds already.
  const make = (each) => {
    const promise = perform(...(each.call || each));
    if (each.call) promise.then(each.done, each.failed);
  };
  if (early?.q) {
    early.q.forEach(make);
    // Who holds on to the page's own queue is heard, too.
    early.q.push = make;
  }
})();
