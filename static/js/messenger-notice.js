// Says when the line is down or the help center can't be reached, and leaves the screen as it was, with everything that
// was typed. What was sent meanwhile is sent once by itself when the line is back; anything else can be tried again.
(() => {
  const shell = document.getElementById("messenger-shell");
  const notice = document.getElementById("messenger-notice");
  const again = document.getElementById("messenger-again");
  // What didn't get through: pressed once more, it is the same submission.
  let failed;
  let waiting;

  const say = (words) => {
    // Filled anew, so that it is read aloud again.
    notice.hidden = false;
    notice.textContent = words || notice.dataset.words;
    again.hidden = !failed || !navigator.onLine;
  };
  const hush = () => {
    notice.hidden = again.hidden = true;
    failed = undefined;
  };
  const sayLine = () => say(waiting ? notice.dataset.waiting : notice.dataset.offline);

  // A form may have been drawn again since; its address and its button's name say which it was.
  const press = ({ element, submitter }) => {
    const form = element.isConnected ? element : document.querySelector(`form[action="${CSS.escape(element.getAttribute("action"))}"]`);
    if (form?.matches("form")) form.requestSubmit(submitter?.isConnected ? submitter : null);
    else form?.click();
  };
  const mark = (what, busy) => {
    const button = what && (what.submitter || what.element.querySelector?.("button:not([tabindex='-1'])"));
    if (button) busy ? button.setAttribute("aria-busy", "true") : button.removeAttribute("aria-busy");
  };
  const wait = (what) => {
    waiting = what;
    mark(what, true);
    sayLine();
  };
  const fail = ({ sourceElement, sourceEvent, request }) => {
    const element = sourceElement?.matches?.("a, form") ? sourceElement : undefined;
    failed = element && { element, submitter: sourceEvent?.submitter };
    if (failed && !navigator.onLine && request.method !== "GET") wait(failed);
    else if (navigator.onLine) say();
    else sayLine();
  };

  addEventListener("offline", sayLine);
  addEventListener("online", () => {
    const what = waiting;
    waiting = undefined;
    hush();
    mark(what, false);
    if (what) press(what);
  });
  if (!navigator.onLine) sayLine();
  again.addEventListener("click", () => {
    const what = failed;
    if (again.contains(document.activeElement)) document.getElementById("screen-title")?.focus({ preventScroll: true });
    hush();
    if (what) press(what);
  });

  // On a page of its own a form that is sent without a line would leave the page, and what is typed with it.
  document.addEventListener("submit", (event) => {
    if (Frame.mode !== "page" || navigator.onLine) return;
    event.preventDefault();
    wait({ element: event.target, submitter: event.submitter });
  }, true);

  // An answer that is no screen of ours, such as a proxy's page, must not take the screen's place.
  const isOurs = ({ target, response, text }) =>
    response.status === 204 || response.headers.has("HX-Redirect") || new RegExp(`\\sid="(messenger|thread|${target?.id || "messenger"})"`).test(text);

  // A line that is down, or ends in the middle of an answer, is no error of the page's: nobody answered.
  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    const { fetch } = ctx;
    ctx.fetch = async (...given) => {
      try {
        const response = await fetch(...given);
        const text = await response.text();
        return Object.defineProperty(response, "text", { value: async () => text });
      } catch (error) {
        if (error?.name === "AbortError") throw error;
        return new Response(null, { status: 504 });
      }
    };
  });
  document.addEventListener("htmx:before:response", (event) => {
    const { ctx } = event.detail;
    if (ctx.response.status < 500) return;
    event.preventDefault();
    fail(ctx);
  });
  document.addEventListener("htmx:after:request", (event) => {
    const { ctx } = event.detail;
    if (isOurs(ctx)) {
      // What a thread asks for by itself says nothing of what was pressed.
      if (!waiting && (!failed || ctx.sourceElement?.matches?.("a, form, body"))) hush();
    } else if (ctx.response.status >= 400 || ctx.target?.id === "messenger") {
      event.preventDefault();
      fail(ctx);
    }
  });
  document.addEventListener("htmx:error", ({ detail: { ctx } }) => (ctx ? fail(ctx) : say()));

  // What was pressed says that it is at work; a line above the screen moves when that takes long.
  // Kept here, since what was pressed may be gone with its screen by the end.
  const atWork = new Map();
  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    const { sourceElement, sourceEvent, target } = ctx;
    const isPressed = sourceElement?.matches?.("a, form");
    // A step back is asked for by nothing on the screen.
    if (!isPressed && target?.id !== "messenger") return;
    const what = isPressed && { element: sourceElement, submitter: sourceEvent?.submitter };
    atWork.set(ctx, what);
    mark(what, true);
    shell.toggleAttribute("data-busy", true);
  });
  document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
    mark(atWork.get(ctx), false);
    atWork.delete(ctx);
    shell.toggleAttribute("data-busy", atWork.size > 0);
    if (waiting) mark(waiting, true);
  });
})();
