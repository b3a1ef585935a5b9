// Who is asking when a product's page embeds the messenger: the product says it, and is asked again when it must.
(() => {
  const { tell } = Frame;
  const frame = document.querySelector("[data-embed]");
  if (!frame || !Frame.framed) return;

  const { home, identify, visit, article } = frame.dataset;
  const origins = frame.dataset.origins.split(" ");
  const named = new URLSearchParams(location.search).get("origin");
  if (!origins.includes(named)) return;
  Frame.host = named;

  const atFirst = frame.cloneNode(true);
  const show = (address) => htmx.ajax("GET", address, { target: "#messenger", swap: "outerHTML" });
  const post = async (address, fields) => {
    // A visitor who is identified later keeps what they typed before.
    const headers = Frame.visitor ? { "X-Visitor": Frame.visitor } : {};
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
    const button = verb && document.querySelector(`[formaction="${verb}"]`);
    button?.form.requestSubmit(button);
  };
  // Whoever was here before is nobody now, and nothing of theirs stays on the screen.
  const clear = (failed) => {
    Frame.visitor = undefined;
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
      Frame.visitor = identity ? await post(identify, { token: identity }) : await post(visit, {});
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
    if (event.origin !== Frame.host || event.source !== parent || !event.data) return;
    const { messenger: command, identity, number } = event.data;
    if (command === "boot") {
      const turnOf = ++asked;
      next(() => enter(identity, turnOf));
    }
    if (command === "article") {
      wish = article.replace(/0$/, String(Number(number)));
      next(() => Frame.visitor && wish && showWish());
    }
    if (command === "shutdown") {
      asked += 1;
      Frame.visitor = wish = pressed = undefined;
    }
  });
  tell("ready");
})();
