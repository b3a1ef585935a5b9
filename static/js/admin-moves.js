// Moves on a ticket go without loading its page: its parts renew themselves in place. What is open stays open, the focus goes
// to what came of a move, and where no answer of ours came it is said beside what was pressed, and nothing typed is lost.
(() => {
  const SHOWN = 7000;
  const REWRITTEN = /\/(undo|draft|edit)\/$/; // their text comes (back) into the editor
  const MOVE = "[data-move]";
  const $ = (id) => document.getElementById(id);
  const editor = () => document.querySelector("form[data-draft]");
  const moves = new WeakMap();

  // --- what opens by a press is as one left it
  const isKept = (element, { attrName, newValue }) => attrName === "open" && newValue === null && element.matches("details");
  // htmx comes after this.
  document.addEventListener("DOMContentLoaded", () => htmx.registerExtension("desk-moves", { htmx_before_morph_attr: (...what) => !isKept(...what) }));

  // --- sending
  // What goes to a window of its own is the browser's to send.
  document.addEventListener("submit", (event) => {
    if (event.target.matches(MOVE) && event.submitter?.formTarget) event.stopImmediatePropagation();
  }, true);
  document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
    const form = ctx.sourceElement;
    if (!form.matches(MOVE)) return;
    const own = ctx.request.submitter?.getAttribute("formaction");
    if (own) ctx.request.action = own;
    const hadFocus = document.activeElement !== document.body;
    moves.set(ctx, { form, hadFocus, action: ctx.request.action, room: form.closest("section[id], #redaction, #write, #later, #desk-said")?.id });
  });
  const busy = (form, is) => {
    if (is) form.ariaBusy = "true";
    else form.removeAttribute("aria-busy");
    if (form === editor()) for (const field of form.querySelectorAll("textarea")) field.readOnly = is;
  };
  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    const move = moves.get(ctx);
    if (move) busy(move.form, true);
  });
  document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
    const move = moves.get(ctx);
    if (move) busy(move.form, false);
  });

  // --- what went wrong
  const quiet = () => document.querySelectorAll("[data-failure]").forEach((each) => each.remove());
  const fail = (which, form = editor()) => {
    quiet();
    const words = $("failed").content.querySelector(`[data-failed="${which}"]`).cloneNode(true);
    const alert = Object.assign(document.createElement("div"), { className: "desk-alert" });
    alert.dataset.failure = which;
    alert.setAttribute("role", "alert");
    alert.append(words);
    if (!form || form === editor()) $("refused").append(alert);
    else form.before(alert);
    alert.scrollIntoView({ block: "nearest" });
    // A choice that wasn't taken isn't shown as if it was.
    if (form) asSaved(form.querySelectorAll(":scope.line > select"));
  };
  const asSaved = (fields) => {
    for (const field of fields) {
      const saved = [...field.options].findIndex((option) => option.defaultSelected);
      if (saved >= 0) field.selectedIndex = saved;
    }
  };
  const is = (ctx, status) => ctx.response.status === status;
  document.addEventListener("htmx:after:request", (event) => {
    const { ctx } = event.detail;
    const move = moves.get(ctx);
    if (!move) return;
    quiet();
    if (ctx.hx.refresh || ctx.hx.redirect || ((ctx.response.raw.ok || is(ctx, 409) || is(ctx, 422)) && ctx.text.includes(`id="${ctx.target.id}"`))) return;
    event.preventDefault();
    // A page that isn't the ticket's came of a login that is over.
    if (is(ctx, 401) || ctx.response.raw.redirected) fail("out", move.form);
    else if (is(ctx, 403)) again(move.form);
    else if (is(ctx, 404)) fail("gone", move.form);
    else fail("broken", move.form);
  });
  document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
    const move = moves.get(ctx);
    if (move) fail("away", move.form);
  });
  // The part that asks by itself hears of it first.
  document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => {
    if (ctx.sourceElement.id !== "presence" || document.querySelector("[data-failure]")) return;
    if (is(ctx, 401)) fail("out");
    else if (is(ctx, 403)) again(null);
  });

  // --- logged in again in another tab: the same person's forms hold again
  const again = async (form) => {
    const page = await fetch(location.href, { headers: { Accept: "text/html" }, redirect: "error" })
      .then((answer) => (answer.ok ? answer.text() : ""), () => "");
    const fresh = new DOMParser().parseFromString(page, "text/html");
    const theirs = fresh.querySelector("form[data-draft]");
    if (!theirs || theirs.dataset.writer !== editor()?.dataset.writer) {
      if (form) fail("refused", form);
      return;
    }
    const token = theirs.elements.csrfmiddlewaretoken.value;
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
    $("presence").dataset.hxHeaders = JSON.stringify({ "X-CSRFToken": token });
    if (form || document.querySelector("[data-failure=out]")) fail("in", form ?? where());
  };
  const where = () => document.querySelector("[data-failure]").nextElementSibling;

  // --- what came of it
  const say = () => {
    const said = $("desk-said");
    // Over the page, which doesn't move below it; what is wrong stands where it stays.
    said.toggleAttribute("data-over", !said.querySelector(".error, .warning"));
    const list = said.querySelector(".messagelist");
    if (said.hasAttribute("data-over")) setTimeout(() => list?.remove(), SHOWN);
    else said.scrollIntoView({ block: "nearest" });
  };
  const toEnd = (element) => element.setSelectionRange(element.value.length, element.value.length);
  const focusIn = (room) => {
    const all = [...(room?.querySelectorAll("[data-arrive], summary, input, textarea, button, a[href]") ?? [])];
    const next = all.find((each) => each.matches("[data-arrive]")) ?? all.find((each) => each.offsetParent);
    (next ?? $("thread")).focus({ preventScroll: true });
  };
  const settle = ({ form, action, room, hadFocus }) => {
    const text = $("write-body");
    // Keys that come from the list beside it leave the focus there.
    if (parent !== window && !document.hasFocus()) return void (form.isConnected && form.reset?.());
    if (REWRITTEN.test(action)) {
      text?.focus();
      if (text) toEnd(text);
    } else if (room === "write" || room === "later") {
      // No text field: z takes it back, j goes on.
      $("thread").focus({ preventScroll: true });
      $("latest")?.scrollIntoView({ block: "nearest" });
    } else {
      const details = form.isConnected && form.closest("details");
      if (form.isConnected) form.reset?.();
      if (details) {
        const had = details.contains(document.activeElement);
        details.open = false;
        if (had) details.querySelector("summary").focus({ preventScroll: true });
      }
      // Not to a choice, which the next key would change.
      if (hadFocus && document.activeElement === document.body) focusIn(room === "controls" ? null : $(room));
    }
  };
  const choices = () => document.querySelectorAll(".desk-side .line > select");
  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    const move = moves.get(ctx);
    // One that somebody used here doesn't follow by itself.
    if (ctx.sourceElement?.id === "facts") asSaved(choices());
    if (!move) return;
    $("thread").scrollTop = $("thread").scrollHeight;
    if (ctx.response.status >= 400) {
      // What is wrong, or the text that it is about.
      const wrong = document.querySelector(".desk [role=alert]");
      wrong?.scrollIntoView({ block: "nearest" });
      if (move.hadFocus && document.activeElement === document.body) (wrong?.closest("#write") ? $("write-body") : wrong?.parentElement.querySelector("input:not([type=hidden])"))?.focus();
    } else {
      settle(move);
      asSaved(choices());
    }
    say();
  });

  // --- what another tab did, or the browser kept from before
  let left = 0;
  const renew = () => {
    const isWriting = [...editor()?.querySelectorAll("textarea") ?? []].some((field) => field.value);
    const all = document.querySelector("form[data-move]:not([data-rewrites])")?.dataset.hxSelectOob;
    if (!all || document.querySelector("[aria-busy]")) return;
    // Who writes has read what stands there, and no more than that.
    const parts = all.split(",").filter((part) => !/refused|desk-said/.test(part) && !(isWriting && /thread|write-/.test(part)));
    htmx.ajax("GET", location.pathname + location.search, { source: "#facts", target: "#facts", select: "#facts", swap: "outerHTML", selectOOB: parts.join(",") });
  };
  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx } = event.detail;
    if (ctx.sourceElement?.id === "facts" && !ctx.text.includes('id="facts"')) event.preventDefault();
  });
  addEventListener("pageshow", ({ persisted }) => persisted && renew());
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) left = Date.now();
    else if (document.querySelector("[data-failure=out]")) again(null);
    else if (left && Date.now() - left > 1000) renew();
  });
})();
