// The conversation as it grows: what comes into view, where the focus goes, and what is read aloud.
(() => {
  const said = document.getElementById("messenger-said");
  const ROOM = 12;
  const LONGEST = 300;
  const thread = () => document.getElementById("thread");
  const turns = () => [...document.querySelectorAll("#thread .turn")];
  const isWaiting = (turn) => "pending" in turn.dataset;

  // What scrolls: the thread's own box, or the whole page where there is no room for one.
  const scroller = () => {
    const box = document.querySelector("[data-scroll]");
    return box && getComputedStyle(box).overflowY !== "visible" ? box : document.scrollingElement;
  };
  const fromEnd = (box) => box.scrollHeight - box.scrollTop - box.clientHeight;
  const toTop = (element) => {
    const box = scroller();
    const top = box === document.scrollingElement ? 0 : box.getBoundingClientRect().top;
    const line = document.querySelector(".case-line > summary");
    const covered = line && getComputedStyle(line.parentElement).position === "sticky" ? line.offsetHeight : 0;
    box.scrollTop += element.getBoundingClientRect().top - top - covered - ROOM;
  };
  const toEnd = () => {
    scroller().scrollTop = scroller().scrollHeight;
  };

  // Which conversation is shown, which of its turns (and whether they waited), and what one came to last.
  let conversation;
  let known = new Map();
  let arrived;
  let wasAtEnd = true;
  const arrival = () => [...document.querySelectorAll("#messenger [data-arrive]")].pop();
  const nameOf = (element) => element && element.id + element.className + element.textContent.length;

  const newTurns = () => turns().filter((turn) => known.get(turn.id) !== isWaiting(turn));
  const wordsOf = (turn) => {
    const who = turn.dataset.said || turn.querySelector(".turn-who")?.textContent || "";
    const what = turn.querySelector(".bubble, .turn-waits, .turn-event")?.textContent || "";
    return `${isWaiting(turn) ? "" : who} ${what}`.replace(/\s+/g, " ").trim().slice(0, LONGEST);
  };
  const announce = (news) => {
    const words = news.filter((turn) => turn.dataset.author !== "person").map(wordsOf);
    if (words.length) said.textContent = words.join(" ");
    const answers = news.filter((turn) => turn.dataset.author === "team").length;
    if (answers && document.hidden) document.title = `(${answers}) ${document.title.replace(/^\(\d+\) /, "")}`;
  };

  // What one reads first: an unread answer; the question above its answer; what is to be decided; the end.
  const bringIntoView = () => {
    const unread = document.querySelector(".turn-new");
    const asked = turns().filter((turn) => turn.dataset.author === "person").pop();
    const last = turns().pop();
    if (unread) toTop(unread);
    else if (document.querySelector("#thread .onward, #thread [data-arrive].notice")) toEnd();
    else if (asked && last?.dataset.author === "fin") toTop(asked);
    else toEnd();
  };

  // `pressed`: it came of something that one did here. What comes by itself moves nobody who reads further up.
  const settle = ({ moves, pressed }) => {
    const now = document.getElementById("messenger")?.dataset.conversation;
    const opened = now !== conversation;
    const news = opened ? [] : newTurns();
    const came = arrival();
    const isNew = Boolean(came) && nameOf(came) !== arrived;
    if (!opened) announce(news);
    const isWaitedFor = wasAtEnd || pressed || (news.length > 0 && known.get(news[0].id));
    if (moves && thread() && (opened || (pressed && isNew) || (news.length && isWaitedFor))) bringIntoView();
    conversation = now;
    known = new Map(turns().map((turn) => [turn.id, isWaiting(turn)]));
    arrived = nameOf(came);
    return { opened, came: isNew ? came : undefined };
  };

  const focusOn = (element) => element?.focus({ preventScroll: true });
  // After a press: to what is wrong, else to what came of it, else one stays in the composer; a new screen is named first.
  const focusAfter = ({ opened, came }) => {
    const wrong = document.querySelector('[aria-invalid="true"]');
    const composer = document.getElementById("composer-text");
    if (wrong) focusOn(wrong);
    else if (came && !(opened && thread())) focusOn(came);
    else if (composer && !opened) focusOn(composer);
    else focusOn(document.getElementById("screen-title"));
  };

  document.addEventListener("htmx:before:swap", () => {
    wasAtEnd = fromEnd(scroller()) < 80;
  });
  document.addEventListener("htmx:after:swap", (event) => {
    const { target, way, begins } = event.detail.ctx;
    // A step back through the history has its place and its focus already, and so has what begins in a product's page.
    const pressed = target?.id === "messenger";
    const what = settle({ moves: !way, pressed });
    if (pressed && !begins && (!way || document.activeElement === document.body)) focusAfter(what);
    noteEnd();
    if (pressed) watchComposer();
  });
  // Who reads the end still does when the window changes: a keyboard on the screen, a phone that is turned.
  let isAtEnd = false;
  const noteEnd = () => {
    isAtEnd = Boolean(thread()) && fromEnd(scroller()) < ROOM;
  };
  // A long text scrolls in its field, too, before the thread has its new room.
  const noteScroll = ({ target }) => target.id !== "composer-text" && noteEnd();
  document.addEventListener("scroll", noteScroll, { capture: true, passive: true });
  const stayAtEnd = () => {
    if (isAtEnd && thread()) toEnd();
  };
  addEventListener("resize", stayAtEnd);
  // And when the composer grows with what is typed or attached: the way onward above it stays in reach.
  const composer = new ResizeObserver(stayAtEnd);
  const watchComposer = () => {
    composer.disconnect();
    const form = document.getElementById("composer");
    if (form) composer.observe(form);
  };
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) document.title = document.title.replace(/^\(\d+\) /, "");
  });

  // A page of its own may come back to where it was read; a frame opens at what is new.
  if (Frame.mode !== "page") history.scrollRestoration = "manual";
  const isWhereItWas = history.state?.top !== undefined && !document.querySelector(".turn-new");
  settle({ moves: !isWhereItWas, pressed: true });
  noteEnd();
  watchComposer();
  // A page that came of a press: it says so by where it begins.
  const latest = location.hash === "#latest" && document.getElementById("latest");
  if (latest) focusAfter({ opened: false, came: latest.closest("[data-arrive]") });
  const once = document.querySelector("[data-once]");
  if (once) {
    focusOn(once);
    const address = new URL(location.href);
    address.searchParams.delete(once.dataset.once);
    history.replaceState(history.state, "", address);
  }
  // A page of its own that says what is wrong, as a press in a frame does.
  if (!Frame.framed) document.querySelector('[aria-invalid="true"]')?.focus();
})();
