// Where one has been in the frame: each screen is an entry of the browser's history, so that its Back and the bar's lead to
// where one was, at the same place. The frame's own address never changes: it is the entry that names the screen.
(() => {
  const { addressOf, framed, mode, storage, tell, who } = Frame;
  const isPlain = (event) => !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!framed) {
    // On its own page the browser knows where one was; it leads there at the same place, with what is typed. From article
    // to article, and from hits to hits, too, where the bar's link leads to where the first of them began.
    document.addEventListener("click", (event) => {
      const link = event.target.closest("[data-back]");
      const { index } = window.navigation?.currentEntry || {};
      const before = index > 0 && navigation.entries()[index - 1].url;
      if (!link || !before || !isPlain(event)) return;
      if (before !== link.href && !/\/messenger\/(articles\/|search$)/.test(new URL(before).pathname)) return;
      event.preventDefault();
      history.back();
    });
    return;
  }

  const AT = "messenger.at";
  const body = () => document.querySelector("#messenger .screen-body");
  const path = (address) => address?.split("?")[0];
  // In a product's page the first screen is shown once it is known who is asking.
  const embedding = document.querySelector("[data-embed]");
  let entry = history.state?.way ? history.state : { way: true, index: 0 };
  if (embedding) entry = { way: true, index: entry.index };
  // How long the history is while only the frame adds to it.
  let length = history.length;
  // The entry that a step through the history is on its way to, and what to do after a step that shows nothing.
  let going;
  let arrived;
  // What was asked for last, and the step back to the screen that it was asked for on.
  let latest;
  let returned;

  const stored = () => JSON.parse(storage.getItem(AT)) || {};
  // Without its language: the panel follows the page that it is opened on.
  const bare = (address) => address.replace(/^\/[^/]+\/messenger\//, "");
  const write = (verb) => {
    history[verb](entry, "");
    if (verb === "pushState") length = history.length;
    storage.setItem(AT, JSON.stringify({ place: bare(entry.address), who: entry.who }));
    document.title = document.getElementById("screen-title")?.textContent || document.title;
    tell("screen");
  };
  const remember = (link) => {
    entry = { ...entry, top: body()?.scrollTop, page: scrollY, link };
    history.replaceState(entry, "");
  };
  const place = ({ top = 0, page = 0, link }) => {
    if (body()) body().scrollTop = top;
    scrollTo(0, page);
    const left = link && document.querySelector(`#messenger a[href="${CSS.escape(link)}"]:not([data-back])`);
    left?.focus({ preventScroll: true });
  };
  // Of what no press asked for, too, the last counts; one that waited for the other would seem to have been answered.
  document.body.setAttribute("hx-sync", "replace");
  const show = (address, more) => htmx.ajax("GET", address, { target: "#messenger", swap: "outerHTML", ...more });
  const step = (by, then) => {
    arrived = then;
    history.go(by);
  };

  // Not while the history stands at another entry than the screen's.
  document.addEventListener("scrollend", () => entry.address && !going && !arrived && remember(entry.link), true);
  // The last press counts, however the answers come in.
  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    if (ctx.target?.id !== "messenger") return;
    latest = ctx;
    if (!going || ctx.way) return;
    // Pressed on a screen that was about to be left: it is where one is.
    const by = entry.index - going.index;
    going = undefined;
    if (by) returned = new Promise((done) => step(by, done));
    const { fetch } = ctx;
    ctx.fetch = async (...given) => {
      const response = await fetch(...given);
      await returned;
      return response;
    };
  });
  document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
    if (ctx === latest && ctx.status !== "swapped") latest = undefined;
  });
  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx } = event.detail;
    if (ctx.target?.id !== "messenger") return;
    if (latest && ctx !== latest) {
      // What was pressed before answers late: its screen would take the place of the one asked for.
      event.preventDefault();
      return;
    }
    if (ctx.way || !entry.address) return;
    remember(ctx.sourceElement?.matches?.("a") ? ctx.sourceElement.getAttribute("href") : undefined);
  });

  const put = (address, ctx, posted) => {
    const before = entry;
    const action = posted && addressOf(ctx.request.action);
    // The steps of a conversation share an address, and are one place. A verb that leads away from its conversation has
    // ended it, as deleting does: there is nothing to go back to.
    const same = address === before.address || (posted && path(address) === path(before.address));
    const from = path(before.address);
    const ended = posted && action.includes("/c/") && action.startsWith(from) && !address.startsWith(from);
    const stays = !before.address || same || ended || ctx.instead;
    entry = { way: true, index: before.index, before: before.before, address, who: who() };
    if (!stays) Object.assign(entry, { index: before.index + 1, before: before.address });
    if (posted && address === before.before) {
      // What the entry before it shows now, too, isn't there twice.
      entry = { ...entry, index: before.index - 1, before: undefined };
      step(-1, () => write("replaceState"));
    } else write(stays ? "replaceState" : "pushState");
  };

  // A frame that was here before shows its last screen again, to the same person alone.
  let last = embedding ? stored() : {};
  const again = (address) => {
    const { place: at, who: whose } = last;
    last = {};
    if (at && whose && whose === who() && address === embedding.dataset.home) show(address + at, { instead: true });
  };

  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    if (ctx.target?.id !== "messenger") return;
    if (ctx.way) {
      entry = { ...ctx.way, who: who() };
      going = undefined;
      write("replaceState");
      place(entry);
      return;
    }
    const { url, redirected } = ctx.response.raw;
    const posted = ctx.request.method !== "GET";
    // What a form's own address answers, such as what is missing in it, stands in the place of the form.
    const address = posted && !redirected ? entry.address : addressOf(url);
    if (!address) return;
    const first = !entry.address;
    put(address, ctx, posted);
    if (!first || !embedding) return;
    // A frame that has come since the page gave it the focus doesn't know that it has it.
    ctx.begins = true;
    if (Frame.shown) Frame.begin();
    again(address);
  });

  // A second press of the bar's Back, while the first is on its way, is the same press.
  let isBack = false;
  addEventListener("popstate", async ({ state }) => {
    isBack = false;
    if (arrived) {
      arrived();
      arrived = undefined;
      return;
    }
    if (!state?.way || (mode === "embed" && !Frame.visitor)) return;
    // Behind a closed panel nobody sees these steps: one press leads past all of them, out of the page.
    if (!Frame.isSeen()) {
      history.go(-state.index - 1);
      return;
    }
    going = state;
    // Somebody else's screen is shown to nobody.
    const strange = state.who && state.who !== who();
    await show(strange ? entry.address : state.address, { way: { ...state, ...(strange && { address: entry.address }) } });
    if (going !== state) return;
    // It didn't come: the history goes back to the screen that is shown.
    going = undefined;
    if (entry.index !== state.index) step(entry.index - state.index, () => {});
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-back]");
    if (!link || !isPlain(event)) return;
    event.preventDefault();
    event.stopPropagation();
    if (isBack || going) return;
    // Once the page around it has added entries of its own, a step back would be the page's.
    if (entry.index > 0 && history.length === length) {
      isBack = true;
      history.back();
    } else show(link.getAttribute("href"), { instead: true });
  }, true);

  // What is left for another page comes back without its frame, and where several screens had been in that, a press of Back
  // each would do nothing. So the page is left from the first of them, which shows what the last one did.
  if (mode === "panel") parent.navigation?.addEventListener("navigate", (event) => {
    const { cancelable, destination, downloadRequest, formData, navigationType } = event;
    const isAway = navigationType === "push" && !destination.sameDocument && downloadRequest === null && !formData;
    if (!isAway || !cancelable || !entry.index || going || arrived || history.length !== length) return;
    event.preventDefault();
    step(-entry.index, () => {
      entry = { ...entry, index: 0, before: undefined };
      write("replaceState");
      parent.location.assign(destination.url);
    });
  });

  if (embedding) return;
  const served = addressOf(location);
  const gone = performance.getEntriesByType("navigation")[0]?.responseStatus >= 400 && stored().place === bare(served);
  const home = document.querySelector("#messenger [data-back]")?.getAttribute("href");
  if (entry.address && entry.address !== served) show(entry.address, { way: entry });
  else if (gone && home) show(home, { instead: true });
  else {
    entry = { ...entry, address: served, who: who() };
    write("replaceState");
    place(entry);
  }
})();
