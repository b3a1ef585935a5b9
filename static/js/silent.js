// In the messenger's hidden frame: asks each provider in a frame of its own, for a few seconds, and says what came of it.
// One that knows somebody signs them in; of several none is chosen for them.
(() => {
  if (parent === window) return;
  const PATIENCE = 5_000;
  // A page that has loaded and said nothing is one of the provider's own, or an error; its word may still be on the way.
  const GRACE = 500;
  const REDEEMING = 10_000;
  const NOTHING = new URLSearchParams();
  const { answer: address } = document.body.dataset;
  const places = [...document.querySelectorAll("[data-ask]")];
  const words = document.querySelector("template").content;
  const answers = new Map();
  let isOver = false;

  const tell = (silent) => parent.postMessage({ silent }, location.origin);
  const finish = async () => {
    if (isOver) return;
    isOver = true;
    const known = places.filter((place) => answers.get(place)?.has("code"));
    if (known.length > 1) {
      for (const link of words.querySelectorAll("a")) {
        if (!known.some(({ dataset }) => dataset.state === link.dataset.state)) link.remove();
      }
      return tell("several");
    }
    if (!known.length) return tell("nobody");
    const sent = { method: "POST", body: answers.get(known[0]), signal: AbortSignal.timeout(REDEEMING) };
    const { ok } = await fetch(address, sent).catch(() => ({ ok: false }));
    tell(ok ? "known" : "nobody");
  };
  const note = (place, answer) => {
    if (!answers.has(place)) answers.set(place, answer);
    if (answers.size === places.length) finish();
  };
  const ask = (place) => {
    const frame = document.createElement("iframe");
    // It may run what it needs, and lead this page nowhere.
    frame.sandbox = "allow-scripts allow-same-origin";
    frame.src = place.dataset.ask;
    frame.addEventListener("load", () => setTimeout(note, GRACE, place, NOTHING));
    addEventListener("message", ({ origin, source, data }) => {
      if (origin !== location.origin || source !== frame.contentWindow || typeof data?.answer !== "string") return;
      const answer = new URLSearchParams(data.answer);
      note(place, answer.get("state") === place.dataset.state ? answer : NOTHING);
    });
    place.append(frame);
  };

  setTimeout(finish, PATIENCE);
  if (places.length) places.forEach(ask);
  else finish();
})();
