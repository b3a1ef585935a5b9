// Inside a product's page at a legacy address: when the person has signed in at its successor in another tab and said so
// there, this one goes on by itself.
(() => {
  if (!Frame.host) return;
  const PAUSE = 2_000;
  const LONGEST = 600_000;
  // The link carries a code that is good for ten minutes; a gate that stands for longer gets a new one.
  const RENEW = 300_000;
  let timer, until, renewal;

  const look = async () => {
    if (performance.now() > until || !document.querySelector("[data-gate]")) clearInterval(timer);
    else if (Frame.visitor && document.visibilityState === "visible") {
      const answer = await fetch(`${Frame.embed.home}gate`, { headers: Frame.headers() }).catch(() => undefined);
      if (answer?.status !== 200 || !document.querySelector("[data-gate]")) return;
      clearInterval(timer);
      await Frame.go(Frame.where());
    }
  };
  const begin = (event) => {
    if (!event.target.closest("[data-gate]")) return;
    clearInterval(timer);
    until = performance.now() + LONGEST;
    timer = setInterval(look, PAUSE);
  };
  // On the way down: a link that leaves the frame is heard of by nobody on the way up. A middle press opens it, too.
  for (const name of ["click", "auxclick"]) document.addEventListener(name, begin, true);
  document.addEventListener("visibilitychange", () => until && look());
  document.addEventListener("htmx:after:swap", () => {
    clearTimeout(renewal);
    if (document.querySelector("[data-gate]")) renewal = setTimeout(() => Frame.go(Frame.where()), RENEW);
  });
})();
