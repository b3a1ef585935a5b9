// Asks whether the conversation has anything new: often while Fin writes, calmly with the team, seldom when nobody looks.
(() => {
  const PACES = { fin: [700, 700, 700, 1000, 1500, 2000, 3000, 5000], stuck: [5000], team: [15_000, 15_000, 20_000] };
  const UNSEEN = 120_000;
  const SOON = 2_000;
  const thread = () => document.getElementById("thread");

  let timer;
  let times = 0;
  let asked = 0;
  let over;
  const plan = () => {
    clearTimeout(timer);
    const pace = PACES[thread()?.dataset.pace];
    if (!pace || over === thread().dataset.thread) return;
    timer = setTimeout(ask, Frame.isSeen() ? pace[Math.min(times, pace.length - 1)] : UNSEEN);
  };

  const headers = () => ({
    "HX-Request": "true",
    "HX-Current-URL": location.href,
    ...(Frame.visitor ? { "X-Visitor": Frame.visitor } : {}),
  });
  const ask = async () => {
    clearTimeout(timer);
    const { thread: address, mark } = thread()?.dataset || {};
    if (!address || over === address) return;
    times += 1;
    asked = performance.now();
    const query = new URLSearchParams({ since: mark, ...(Frame.isSeen() ? { seen: 1 } : {}) });
    try {
      const response = await fetch(`${address}?${query}`, { headers: headers() });
      if (response.status === 404) over = address;
      const text = response.status === 200 ? await response.text() : "";
      const now = thread();
      // Another screen, or the answer to a press, may have come meanwhile.
      if (/\sid="thread"/.test(text) && now?.dataset.thread === address && now.dataset.mark === mark) {
        await htmx.swap({ text, target: now, sourceElement: now, swap: "outerMorph" });
        times = 0;
      }
    } catch {
      // The help center is away; it is asked again.
    }
    plan();
  };
  const askSoon = () => {
    if (!Frame.isSeen() || performance.now() - asked < SOON) return;
    times = 0;
    ask();
  };

  // The same conversation in another tab: what was said or pressed there shows here at once, and what is typed here stays.
  const bare = (address) => address.replace(/^\/[^/]+/, "");
  const tabs = (() => {
    try {
      return new BroadcastChannel("messenger");
    } catch {
      // Where a browser parts the tabs, each asks when one comes back to it.
      return { postMessage() {} };
    }
  })();
  tabs.onmessage = ({ data }) => {
    if (!thread() || bare(thread().dataset.thread) !== data.thread || thread().dataset.mark === data.mark) return;
    times = 0;
    ask();
  };
  const tellTabs = () => {
    if (thread()) tabs.postMessage({ thread: bare(thread().dataset.thread), mark: thread().dataset.mark });
  };

  // A closed frame may come to a conversation by itself, as when the language of the page around it changes.
  document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
    if (!Frame.isSeen()) ctx.request.headers["X-Unseen"] = "1";
  });
  document.addEventListener("htmx:after:swap", (event) => {
    if (event.detail?.ctx?.target?.id !== "messenger") return;
    times = 0;
    over = undefined;
    plan();
    tellTabs();
  });
  document.addEventListener("visibilitychange", askSoon);
  addEventListener("focus", askSoon);
  addEventListener("resize", askSoon);
  addEventListener("messenger:shown", askSoon);
  plan();
  tellTabs();
})();
