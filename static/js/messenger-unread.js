// Inside a product's page: how many answers wait unseen, for the dot on the launcher, once the messenger was opened.
(() => {
  if (!Frame.host) return;
  const PAUSE = 30_000;
  let count = 0;
  let timer;
  const look = async () => {
    if (!Frame.visitor || document.visibilityState === "hidden") return;
    const answer = await fetch(`${Frame.embed.home}news`, { headers: Frame.headers() }).catch(() => undefined);
    if (answer?.status === 404) clearInterval(timer);
    const unread = answer?.status === 200 ? (await answer.json().catch(() => ({}))).unread : 0;
    if (!answer || answer.status >= 400 || unread === count) return;
    count = unread || 0;
    Frame.say("unread", { count });
  };
  timer = setInterval(look, PAUSE);
  document.addEventListener("visibilitychange", look);
})();
