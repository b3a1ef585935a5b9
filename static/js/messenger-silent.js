// Asks, in a hidden frame, who somebody is at their product, or what they may now: once the messenger is open, once in a
// while, and never in the way of what is typed or pressed. Loaded with the first screen that has something to ask.
(() => {
  const KEY = "messenger.silent:";
  // After a refusal, too, of which the provider's cookies may be the reason.
  const AGAIN = 30 * 60_000;
  // The frame gives up by itself; this is for one that doesn't load.
  const LONGEST = 20_000;
  const shell = document.getElementById("messenger-shell");
  let frame, timer, about;
  let isNews = false;

  const hostOf = ({ dataset }) => new URL(dataset.silent, location).searchParams.get("host") || "";
  const stop = () => {
    clearTimeout(timer);
    frame?.remove();
    frame = undefined;
  };
  const remember = () => Frame.storage.setItem(KEY + about, Date.now());
  const giveUp = () => {
    stop();
    remember();
  };
  const look = () => {
    const place = document.querySelector("[data-silent]");
    if (!place || frame || isNews) return;
    about = hostOf(place);
    if (Date.now() - Frame.storage.getItem(KEY + about) < AGAIN) return;
    frame = Object.assign(document.createElement("iframe"), { hidden: true, src: place.dataset.silent });
    frame.tabIndex = -1;
    document.body.append(frame);
    timer = setTimeout(giveUp, LONGEST);
  };

  // An input method has begun a word: no field may go from under it.
  let isComposing = false;
  const composes = ({ type }) => {
    isComposing = type === "compositionstart";
    // Its last letters come after this.
    if (!isComposing) setTimeout(renew);
  };
  for (const name of ["compositionstart", "compositionend"]) document.addEventListener(name, composes);
  // The screen as it is for who is known now; one that was asked for as nobody, and is on its way, comes first.
  const renew = async () => {
    if (!isNews || isComposing || shell.hasAttribute("data-busy")) return;
    isNews = false;
    // What was refused for it meanwhile, too, is pressed once more.
    const { again } = document.querySelector("[data-silent][data-again]")?.dataset || {};
    const button = again && document.querySelector(`[formaction="${CSS.escape(again)}"]`);
    if (button) return button.form.requestSubmit(button);
    const address = Frame.framed ? history.state.address : location.href;
    await htmx.ajax("GET", address, { target: "#messenger", swap: "outerHTML", silent: true });
    if (isNews) return;
    const who = !about && Frame.who() && document.querySelector(".who");
    if (who) document.getElementById("messenger-said").textContent = [...who.querySelectorAll("span")].slice(0, 3).map((each) => each.textContent).join(" ");
  };
  // What is typed is kept anyway; where the cursor stands is put back, too.
  let held;
  document.addEventListener("htmx:before:swap", (event) => {
    if (!event.detail.ctx.silent) return;
    const { id, selectionStart, selectionEnd, scrollTop } = document.activeElement;
    held = id && { id, selectionStart, selectionEnd, scrollTop };
    if (!isComposing) return;
    event.preventDefault();
    isNews = true;
  });
  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    const field = ctx?.silent && held && document.getElementById(held.id);
    if (!field) return;
    field.focus({ preventScroll: true });
    field.scrollTop = held.scrollTop;
    if (field.matches("textarea")) field.setSelectionRange(held.selectionStart, held.selectionEnd);
  });
  const outcomes = {
    known() {
      isNews = true;
      // What was said just now isn't asked again, even if it is old news.
      if (about) remember();
      renew();
    },
    // Logged in at more than one product: which it is they say, by one press.
    several(choice) {
      remember();
      const place = document.querySelector(".who[data-silent]");
      place?.querySelector("a")?.replaceWith(...choice.childNodes);
    },
    nobody: remember,
  };

  addEventListener("message", ({ origin, source, data }) => {
    if (!frame || origin !== location.origin || source !== frame.contentWindow || !Object.hasOwn(outcomes, data?.silent)) return;
    const choice = document.importNode(frame.contentDocument.querySelector("template").content, true);
    stop();
    outcomes[data.silent](choice);
  });
  // Who sends something as nobody is nobody: nothing that they begin is to be lost to somebody's visit.
  document.addEventListener("submit", () => frame && !about && giveUp(), true);
  // Once htmx has done with it: of one form it takes one press at a time.
  document.addEventListener("htmx:finally:request", () => setTimeout(renew));
  document.addEventListener("htmx:after:swap", look);
  look();
})();
