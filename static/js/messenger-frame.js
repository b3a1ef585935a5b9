// The messenger's own page: closing, keys, scrolling, and who is asking when a product's page embeds it.
(() => {
  const shell = document.getElementById("messenger-shell");
  const mode = shell.dataset.mode;
  const framed = mode !== "page" && parent !== window;
  let visitor;
  let host;

  const tell = (name) => {
    if (mode === "panel") parent.postMessage("messenger:" + name, location.origin);
    else if (host) parent.postMessage({ messenger: name }, host);
  };

  let shown;
  const settle = (focus) => {
    const scroller = document.querySelector("[data-scroll]");
    const thread = document.getElementById("thread");
    // A poll that brought nothing new leaves the reader where they are.
    if (scroller && thread && thread.textContent !== shown) {
      shown = thread.textContent;
      const asked = [...thread.querySelectorAll('[data-author="person"]')].pop();
      scroller.scrollTop = asked ? asked.offsetTop - scroller.offsetTop - 16 : scroller.scrollHeight;
    }
    if (!focus) return;
    const wrong = document.querySelector('[aria-invalid="true"]');
    (wrong || document.getElementById("screen-title"))?.focus({ preventScroll: true });
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-close-messenger]")) tell("close");
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && framed) tell("close");
    // Ctrl or Command with Enter sends; Enter alone stays a line break, which an input method needs.
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("textarea")) {
      event.target.form.requestSubmit();
    }
  });
  document.addEventListener("htmx:config:request", (event) => {
    if (visitor) event.detail.ctx.request.headers["X-Visitor"] = visitor;
  });
  document.addEventListener("htmx:after:swap", (event) => {
    const target = event.detail?.ctx?.target;
    settle(target?.id === "messenger");
  });
  settle(false);

  const frame = document.querySelector("[data-embed]");
  if (!frame || !framed) return;

  const { home, identify, visit, article } = frame.dataset;
  const origins = frame.dataset.origins.split(" ");
  const named = new URLSearchParams(location.search).get("origin");
  if (!origins.includes(named)) return;
  host = named;

  const atFirst = frame.cloneNode(true);
  const show = (address) => htmx.ajax("GET", address, { target: "#messenger", swap: "outerHTML" });
  const post = async (address, fields) => {
    // A visitor who is identified later keeps what they typed before.
    const headers = visitor ? { "X-Visitor": visitor } : {};
    const response = await fetch(address, { method: "POST", headers, body: new URLSearchParams(fields) });
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) throw Object.assign(new Error(), { status: response.status, words: answer.message });
    return answer.visitor;
  };

  // What to show as soon as it is known who is asking: an article, or the page that wanted it known again.
  let wish;
  // What had been pressed when it had to be known again; it is pressed once more, where it still may be.
  let pressed;
  const showWish = async () => {
    const address = wish || home;
    const verb = pressed;
    wish = pressed = undefined;
    await show(address);
    if (verb) document.querySelector(`form[action="${verb}"]`)?.requestSubmit();
  };
  // Whoever was here before is nobody now, and nothing of theirs stays on the screen.
  const clear = (failed) => {
    visitor = undefined;
    const screen = atFirst.cloneNode(true);
    screen.querySelector("[data-opening]").hidden = failed;
    screen.querySelector("[data-failed]").hidden = !failed;
    document.getElementById("messenger").replaceWith(screen);
  };
  const refuse = () => {
    clear(true);
    tell("identity-refused");
  };
  // Whom a token is about, as it says itself: enough to tell that somebody else is there now.
  const subjectOf = (identity) => {
    try {
      return JSON.parse(atob(identity.split(".")[1].replace(/-/g, "+").replace(/_/g, "/"))).sub;
    } catch {
      return undefined;
    }
  };
  let subject;
  // The help center is away, or wants a pause: that says nothing of who is there, and it is asked again.
  const AGAIN = 5_000;
  const notice = document.getElementById("messenger-notice");
  let asked = 0;
  const wait = (words, again) => {
    notice.hidden = false;
    notice.textContent = words || notice.dataset.words;
    setTimeout(again, AGAIN);
  };
  const enter = async (identity, turnOf) => {
    const before = subject;
    subject = subjectOf(identity);
    if (before && before !== subject) clear(false);
    try {
      visitor = identity ? await post(identify, { token: identity }) : await post(visit, {});
    } catch ({ status, words }) {
      if (status >= 400 && status < 500 && status !== 429) refuse();
      else wait(words, () => turnOf === asked && next(() => enter(identity, turnOf)));
      return;
    }
    await showWish();
  };
  // One after the other: each goes on with the visit that the one before it left.
  let turn = Promise.resolve();
  const next = (step) => {
    turn = turn.then(step).catch(() => {});
  };

  // A visit that ended, or rights that must be said anew: the product is asked who is there, once in a while.
  const PAUSE = 30_000;
  let wanted = -PAUSE;
  document.addEventListener("htmx:after:swap", () => {
    const place = document.querySelector("[data-renew]");
    if (!place || performance.now() - wanted < PAUSE) return;
    wanted = performance.now();
    wish = place.dataset.renew || undefined;
    pressed = place.dataset.again;
    tell("identity-wanted");
  });

  addEventListener("message", (event) => {
    if (event.origin !== host || event.source !== parent || !event.data) return;
    const { messenger: command, identity, number } = event.data;
    if (command === "boot") {
      const turnOf = ++asked;
      next(() => enter(identity, turnOf));
    }
    if (command === "article") {
      wish = article.replace(/0$/, String(Number(number)));
      next(() => visitor && wish && showWish());
    }
    if (command === "shutdown") {
      asked += 1;
      visitor = wish = pressed = undefined;
    }
  });
  tell("ready");
})();
