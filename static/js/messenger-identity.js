// Who is asking when a product's page embeds the messenger: the product says it, and is asked again when it must.
(() => {
  if (!Frame.host) return;
  const AGAIN = 5_000;
  const PAUSE = 30_000;
  const PATIENCE = 5_000;
  // Of a token that was good once: its page has a newer one, if it is asked.
  const STALE = ["expired", "replayed"];
  const notice = document.getElementById("messenger-notice");

  const post = async (address, fields) => {
    // A visitor who is identified later keeps what they typed before.
    const response = await fetch(address, { method: "POST", headers: Frame.headers(), body: new URLSearchParams(fields) });
    const answer = await response.json().catch(() => ({}));
    if (response.ok) return answer.visitor;
    const { status } = response;
    throw Object.assign(Frame.failure(answer.error || "unavailable", answer.message), { status, detail: answer.detail });
  };

  // Whoever was here before is nobody now, and nothing of theirs stays on the screen.
  Frame.clear = (failed) => {
    Frame.visitor = undefined;
    const screen = Frame.first.cloneNode(true);
    screen.querySelector("[data-opening]").hidden = failed;
    screen.querySelector("[data-failed]").hidden = !failed;
    if (failed) screen.querySelector("[data-opening]").remove();
    document.getElementById("messenger").replaceWith(screen);
  };
  const forget = () => {
    Frame.clear(false);
    Frame.forget?.();
  };
  // Whom a token is about, as it says itself: enough to tell that somebody else is there now.
  const subjectOf = (identity) => {
    try {
      return JSON.parse(atob(identity.split(".")[1].replace(/-/g, "+").replace(/_/g, "/"))).sub;
    } catch {
      return "";
    }
  };
  // Of this tab, also after a reload: what one person typed isn't shown to the next.
  const WHO = "messenger-who";
  const before = () => {
    try {
      return sessionStorage.getItem(WHO) ?? subject;
    } catch {
      return subject;
    }
  };
  const remember = () => {
    try {
      sessionStorage.setItem(WHO, subject);
    } catch {
      // Where nothing may be kept, nothing of anybody is.
    }
  };
  let subject = "";

  // What had been asked for, or pressed, when it had to be known again who is there.
  let renewing, wish, pressed;
  let turn = 0;
  let wake;
  const settle = async (isNew) => {
    if (!renewing && !isNew && Frame.where()) return;
    const [address, verb] = [wish || (renewing && Frame.where()), pressed];
    renewing = wish = pressed = undefined;
    await (address ? Frame.go(address) : Frame.home());
    const button = verb && document.querySelector(`[formaction="${verb}"]`);
    button?.form.requestSubmit(button);
  };
  // What was refused last, and how long the page may take to say something else instead.
  let refusal, patience;
  // Whether the token that is looked at is the page's answer to that.
  let isAnswer = false;
  const refuse = () => {
    Frame.clear(true);
    Frame.say("identityRefused", refusal);
  };
  Frame.isAsking = false;
  Frame.isRefused = () => Boolean(refusal);
  // A page may have a newer token, or somebody may have signed in at it meanwhile.
  Frame.want = () => {
    if (Frame.isAsking) return;
    Frame.isAsking = true;
    Frame.clear(false);
    patience = setTimeout(Frame.giveUp, PATIENCE);
    Frame.say("identityWanted");
  };
  const stopAsking = () => {
    isAnswer = Frame.isAsking;
    Frame.isAsking = false;
    clearTimeout(patience);
  };
  Frame.giveUp = () => {
    if (!Frame.isAsking) return;
    stopAsking();
    refuse();
    Frame.work();
  };
  const visitFor = async (identity, mine) => {
    for (;;) {
      if (mine !== turn) throw Frame.failure("superseded");
      try {
        const visitor = identity ? await post(Frame.embed.identify, { token: identity }) : await post(Frame.embed.visit, {});
        notice.hidden = true;
        return visitor;
      } catch (error) {
        const { status, code, message, detail } = error;
        if (status >= 400 && status < 500 && status !== 429) {
          forget();
          refusal = { code, message, detail };
          if (STALE.includes(code) && !isAnswer) Frame.want();
          else refuse();
          throw error;
        }
        // The help center is away, or wants a pause: that says nothing of who is there, and it is asked again.
        notice.hidden = false;
        notice.textContent = status === 429 ? message : notice.dataset.words;
        await new Promise((done) => setTimeout((wake = done), AGAIN));
      }
    }
  };
  const enter = async (identity) => {
    const mine = turn;
    const last = before();
    subject = identity ? subjectOf(identity) : "";
    if (last && last !== subject) forget();
    const visitor = await visitFor(identity, mine);
    const isNew = !Frame.visitor || last !== subject;
    Frame.visitor = visitor;
    remember();
    await settle(isNew);
    return { signedIn: Boolean(identity) };
  };
  Frame.introduced = undefined;
  Frame.introduce = (identity) => {
    Frame.introduced = enter(identity);
    Frame.introduced.catch(() => {});
    return Frame.introduced;
  };
  // A newer word waits for no pause of an older one.
  Frame.hurry = () => {
    turn += 1;
    wake?.();
    stopAsking();
    refusal = undefined;
  };
  Frame.leave = () => {
    Frame.hurry();
    subject = "";
    renewing = wish = pressed = undefined;
    forget();
    remember();
  };

  // A visit that ended, or rights that must be said anew: the product is asked who is there, once in a while.
  let wanted = -PAUSE;
  document.addEventListener("htmx:after:swap", () => {
    const place = document.querySelector("[data-renew]");
    if (!place || performance.now() - wanted < PAUSE) return;
    wanted = performance.now();
    renewing = true;
    wish = place.dataset.renew;
    pressed = place.dataset.again;
    Frame.say("identityWanted");
  });
})();
