// The messenger's own page: closing, keys, where the focus begins, and what its other scripts share.
(() => {
  const shell = document.getElementById("messenger-shell");
  const mode = shell.dataset.mode;

  // What is kept in this tab; where a browser allows no storage, in this page.
  class Memory {
    getItem(key) {
      return this[key] ?? null;
    }
    setItem(key, value) {
      this[key] = value;
    }
    removeItem(key) {
      delete this[key];
    }
  }
  const storage = () => {
    try {
      sessionStorage.getItem("messenger");
      return sessionStorage;
    } catch {
      return new Memory();
    }
  };

  const kept = storage();

  // `host` is the origin of the product's page, `visitor` the visit where a cookie of ours would be a third-party one.
  const Frame = {
    mode,
    framed: mode !== "page" && parent !== window,
    host: undefined,
    visitor: undefined,
    // A product's page says whether it shows the frame.
    shown: true,
    storage: kept,
    // Whether what is kept outlives a reload.
    lasts: !(kept instanceof Memory),
    // Speaks to the page around it.
    tell(name) {
      if (mode === "panel") parent.postMessage("messenger:" + name, location.origin);
      else if (Frame.host) parent.postMessage({ messenger: name }, Frame.host);
    },
    // What a screen is called in histories: its address in any language, without what names the panel
    // or was brought into a field.
    addressOf(url) {
      const { pathname, searchParams } = new URL(url, location);
      for (const name of ["panel", "from", "origin", "text"]) searchParams.delete(name);
      const query = String(searchParams);
      return pathname + (query && "?" + query);
    },
    // Whether somebody can have the frame before them. One that its page took off the screen is told so by nothing else.
    isSeen: () => !document.hidden && Frame.shown && !frameElement?.hidden && document.body.getClientRects().length > 0,
    // Whose screen it is: "" while nobody is signed in.
    who: () => document.querySelector("[data-who]")?.dataset.who || "",
  };
  // What somebody typed before stays, and the same words don't come twice.
  Frame.write = (field, text) => {
    const typed = field.value.trimEnd();
    const both = [typed, text].filter(Boolean).join("\n\n");
    if (!typed.includes(text)) field.value = both;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  window.Frame = Frame;

  // In a frame each link and form gets its screen alone. Said here, before htmx starts, since only a script needs it.
  const boost = { "hx-boost": "true", "hx-target": "#messenger", "hx-swap": "outerHTML", "hx-push-url": "false", "hx-sync": "drop" };
  if (mode !== "page") for (const name in boost) shell.setAttribute(name + ":inherited", boost[name]);

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-close-messenger]")) Frame.tell("close");
  });
  // What is no screen of the messenger is a page: beside it, or in place of the page around it, never in the frame. Before
  // htmx hears of the press.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || !Frame.framed) return;
    if (link.getAttribute("href").startsWith("#")) {
      // A place in an article is no entry of the history.
      event.preventDefault();
      event.stopPropagation();
      document.getElementById(decodeURIComponent(link.hash.slice(1)))?.scrollIntoView();
      return;
    }
    if (!link.target && link.origin === location.origin && /^\/[^/]+\/messenger\//.test(link.pathname)) return;
    event.stopPropagation();
    link.target ||= link.origin === location.origin && mode === "panel" ? "_top" : "_blank";
    if (link.target === "_blank" && !link.rel) link.rel = "noopener";
    // Where the panel fills the window it would hide the page that is asked for.
    if (link.target !== "_top" || mode !== "panel" || innerWidth !== parent.innerWidth) return;
    // The page may be gone before it hears of it.
    Frame.storage.setItem("messenger", 0);
    Frame.tell("close");
  }, true);
  document.addEventListener("keydown", (event) => {
    // Ctrl or Command with Enter sends; Enter alone stays a line break, which an input method needs.
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing && event.target.matches("textarea")) {
      event.target.form.requestSubmit();
    }
  });
  // On the window, after all others: a menu that closes by Escape keeps it for itself, and so does an input method.
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !Frame.framed || event.defaultPrevented || event.isComposing) return;
    Frame.tell("close");
  });
  document.addEventListener("htmx:config:request", (event) => {
    if (Frame.visitor) event.detail.ctx.request.headers["X-Visitor"] = Frame.visitor;
  });

  // The page's language is that of the screen, chosen in the menu or come back to, and the notice speaks it, too. Before
  // what words its times.
  Frame.speak = ({ lang, dir }) => {
    Object.assign(document.documentElement, { lang, dir });
    const words = document.querySelector(`template[data-notice][lang="${CSS.escape(lang)}"]`);
    const notice = document.getElementById("messenger-notice");
    if (!words) return;
    const { words: away, offline, waiting, again } = words.dataset;
    Object.assign(notice.dataset, { words: away, offline, waiting });
    notice.parentElement.lang = lang;
    document.getElementById("messenger-again").textContent = again;
  };
  Frame.speak(document.documentElement);
  document.addEventListener("htmx:after:swap", () => {
    const { lang, dir } = document.querySelector("#messenger .bar")?.dataset || {};
    if (lang) Frame.speak({ lang, dir });
  });

  // Who opens the messenger can type at once, unless the field is further down than one sees; where a finger opens it, a
  // keyboard would cover half of the screen.
  Frame.begin = () => {
    const writing = matchMedia("(pointer: fine)").matches && document.querySelector("#messenger-text, .composer textarea");
    const { top, bottom } = writing ? writing.getBoundingClientRect() : {};
    const isInView = writing && top < innerHeight && bottom > 0;
    (isInView ? writing : document.getElementById("screen-title"))?.focus({ preventScroll: true });
  };
  let pressed = false;
  addEventListener("pointerdown", () => {
    pressed = true;
    setTimeout(() => (pressed = false));
  }, true);
  addEventListener("focus", () => pressed || document.activeElement !== document.body || Frame.begin());
  if (Frame.framed) {
    if (document.hasFocus()) Frame.begin();
    // Once links and forms are htmx's, not before: a press would lead the frame itself elsewhere. In a product's page there
    // are none before somebody is known, and its own script says when it listens.
    if (mode === "panel") document.addEventListener("htmx:after:init", () => Frame.tell("ready"), { once: true });
  }

  // A script that few screens need comes with the first of them.
  const asked = new Set();
  const fetchScripts = () => {
    for (const { dataset } of document.querySelectorAll("[data-script]")) {
      if (asked.has(dataset.script)) continue;
      asked.add(dataset.script);
      document.head.append(Object.assign(document.createElement("script"), { src: dataset.script }));
    }
  };
  document.addEventListener("htmx:after:swap", fetchScripts);
  fetchScripts();
})();
