// Asks, in a hidden frame, who somebody is at their product, or what they may now: once the messenger is open, once in a
// while, and never in the way of what is typed or pressed. Loaded with the first screen that has something to ask.
(() => {
  const KEY = "messenger.silent:";
  // After a refusal, too, of which the provider's cookies may be the reason.
  const AGAIN = 30 * 60_000;
  // The frame gives up by itself; this is for one that doesn't load.
  const LONGEST = 20_000;
  const shell = document.getElementById("messenger-shell");
  let frame, timer, about, again;
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
    again = place.dataset.again;
    frame = Object.assign(document.createElement("iframe"), { hidden: true, src: place.dataset.silent });
    frame.tabIndex = -1;
    document.body.append(frame);
    timer = setTimeout(giveUp, LONGEST);
  };

  // The screen as it is for who is known now. What is being typed, and where, stays; a screen that was asked for as nobody
  // is on its way comes first.
  const renew = async () => {
    if (!isNews || shell.hasAttribute("data-busy")) return;
    isNews = false;
    const button = again && document.querySelector(`[formaction="${CSS.escape(again)}"]`);
    if (button) return button.form.requestSubmit(button);
    const address = Frame.framed ? history.state.address : location.href;
    await htmx.ajax("GET", address, { target: "#messenger", swap: "outerMorph" });
    const who = !about && Frame.who() && document.querySelector(".who");
    if (who) document.getElementById("messenger-said").textContent = [...who.querySelectorAll("span")].slice(0, 3).map((each) => each.textContent).join(" ");
  };
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
  document.addEventListener("htmx:finally:request", () => renew());
  document.addEventListener("htmx:after:swap", look);
  look();
})();
