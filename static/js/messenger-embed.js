// Inside a product's page: what its loader asks of the frame, one thing after the other, each with an answer.
(() => {
  const screen = document.querySelector("[data-embed]");
  const own = new URL(location.href);
  const named = own.searchParams.get("origin");
  if (!screen || !Frame.framed || !screen.dataset.origins.split(" ").includes(named)) return;
  Frame.host = named;
  Frame.shown = false;
  // The addresses, and the screen before anybody is known; both change with the language.
  Frame.embed = { ...screen.dataset };
  Frame.first = screen.cloneNode(true);
  Frame.say = (messenger, detail) => parent.postMessage({ ...detail, messenger }, Frame.host);
  Frame.failure = (code, message) => Object.assign(new Error(message || code), { code });
  Frame.headers = () => (Frame.visitor ? { "X-Visitor": Frame.visitor } : {});

  let isGone = false;
  const underWay = new Set();
  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => underWay.add(ctx));
  document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => underWay.delete(ctx));
  const go = async (address) => {
    if (isGone) return;
    if (Frame.show) await Frame.show(address);
    else await htmx.ajax("GET", address, { target: "#messenger", swap: "outerHTML" });
  };
  // Where the person is, also after a form that led on to another page.
  let here;
  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    const { raw, status } = ctx.response;
    if (ctx.target?.id !== "messenger" || status >= 400) return;
    if (ctx.request.method === "GET" || raw.redirected) here = new URL(raw.url).pathname + new URL(raw.url).search;
  });
  const isWaiting = () => Boolean(document.querySelector("[data-opening]"));

  const reach = async (address) => {
    const { status } = await fetch(address, { method: "HEAD", headers: Frame.headers() }).catch(() => ({ status: 503 }));
    if (status === 404) throw Frame.failure("not_found");
    if (status === 429) throw Frame.failure("too_often");
    if (status >= 400) throw Frame.failure("unreachable");
    await go(address);
  };

  // What shows something, and so needs to know who is there.
  const screens = {
    async show() {
      if (document.activeElement === document.body) document.getElementById("screen-title")?.focus({ preventScroll: true });
    },
    article: ({ article }) => reach(Frame.embed.article.replace(/0$/, encodeURIComponent(article))),
    conversation: ({ reference }) => reach(`${Frame.embed.home}c/${encodeURIComponent(reference)}/`),
    async message({ text }) {
      const find = () => here === Frame.embed.home && document.getElementById("messenger-text");
      if (!find()) await go(Frame.embed.home);
      const field = find();
      if (!field) throw Frame.failure("unavailable");
      Frame.write(field, text);
      field.focus();
    },
  };
  const calls = {
    identify: ({ identity }) => Frame.introduce(identity),
    who: () => Frame.introduced,
    async locale({ locale }) {
      own.pathname = own.pathname.replace(/^\/[^/]+/, `/${locale}`);
      const answer = await fetch(own).catch(() => ({ ok: false }));
      if (!answer.ok) throw Frame.failure("unreachable");
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      Frame.first = document.adoptNode(page.querySelector("[data-embed]"));
      Frame.embed = { ...Frame.first.dataset };
      Frame.speak(page.documentElement);
      if (here) await go(here.replace(/^\/[^/]+/, `/${locale}`));
      else if (isWaiting()) Frame.clear(false);
    },
  };
  const screenOf = async (message) => {
    await Frame.introduced;
    try {
      await screens[message.messenger](message);
    } finally {
      // Who came for something that isn't there finds home, not an endless beginning.
      if (isWaiting()) await go(Frame.embed.home);
    }
  };

  // For the page's developers: which claim it was, say.
  const said = ({ message, detail }) => (detail ? `${message} (${detail})` : message);
  // What waits. While the page is asked who is there, nothing is shown.
  const queue = [];
  let isAtWork = false;
  const next = () => {
    const place = queue.findIndex(({ messenger }) => !Frame.isAsking || !(messenger in screens));
    return place < 0 ? undefined : queue.splice(place, 1)[0];
  };
  const work = async () => {
    if (isAtWork) return;
    isAtWork = true;
    for (let message = next(); message; message = next()) {
      const { messenger, id } = message;
      try {
        Frame.say("reply", { id, value: await (calls[messenger] || screenOf)(message) });
      } catch (error) {
        Frame.say("reply", { id, error: { code: error.code || "unavailable", message: said(error) } });
      }
    }
    isAtWork = false;
  };
  // Home follows an introduction only if nothing else was asked for meanwhile.
  Frame.home = () => (queue.some(({ messenger }) => messenger in screens && messenger !== "show") ? undefined : go(Frame.embed.home));
  Frame.go = go;
  Frame.work = work;
  Frame.where = () => here;

  // The page takes the frame away in a moment: nothing waits, and nothing under way ends in an error.
  const leave = () => {
    queue.length = 0;
    isGone = true;
    for (const { request } of underWay) request.abort?.();
    Frame.leave();
  };

  addEventListener("message", ({ origin, source, data }) => {
    if (origin !== Frame.host || source !== parent || !data) return;
    const { messenger } = data;
    if (messenger === "shutdown") leave();
    if (messenger === "nobody") Frame.giveUp();
    if (messenger === "hidden") Frame.shown = false;
    else if (messenger in screens && !Frame.shown) {
      Frame.shown = true;
      dispatchEvent(new Event("messenger:shown"));
    }
    if (!Object.hasOwn(calls, messenger) && !Object.hasOwn(screens, messenger)) return;
    if (messenger === "identify") Frame.hurry();
    else if (messenger in screens && Frame.isRefused()) Frame.want();
    // Who is there comes before all else that waits, behind what is under way and earlier words of the same.
    const isFirst = (each) => messenger === "identify" && each.messenger === "identify";
    queue.splice(messenger === "identify" ? queue.filter(isFirst).length : queue.length, 0, data);
    work();
  });

  document.addEventListener("htmx:after:swap", ({ detail }) => {
    const ticket = document.querySelector("[data-ticket]")?.dataset.ticket;
    if (ticket && detail.ctx.request?.action.endsWith("/hand-over")) Frame.say("handedOver", { reference: ticket });
  });
  document.addEventListener("DOMContentLoaded", () => Frame.say("ready"));
  // A page that comes back from the browser's memory may be somebody else's by now.
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    here = undefined;
    Frame.leave();
    Frame.say("ready");
  });
})();
