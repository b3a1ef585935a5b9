// The bell asks for news only while its page is looked at and there is a network, and at once when it is so again. As a
// condition in its attribute that would be evaluated, which our policy refuses.
(() => {
  const bell = () => document.getElementById("bell");
  const unread = () => parseInt(bell()?.querySelector(".count > [aria-hidden]")?.textContent ?? "0", 10);
  const isAwake = () => !document.hidden && navigator.onLine;
  const look = () => isAwake() && bell()?.dispatchEvent(new Event("bell:look"));
  let known = unread();

  document.addEventListener("htmx:before:request", (event) => {
    if (!isAwake() && event.detail.ctx.sourceElement?.id === "bell") event.preventDefault();
  });
  document.addEventListener("visibilitychange", look);
  addEventListener("online", look);

  // More than there was is said to who doesn't see it. Less is what they have just read themselves.
  document.addEventListener("htmx:after:swap", () => {
    const now = unread();
    const news = document.getElementById("bell-news");
    if (news && now > known) news.textContent = [...bell().querySelectorAll(".visually-hidden")].map((each) => each.textContent).join(": ");
    known = now;
  });

  // Whose login has ended is told so once, wherever they are on the page, and nothing on it changes.
  document.addEventListener("htmx:after:request", (event) => {
    const words = document.querySelector(".logged-out > p");
    if (!words) return;
    const { status } = event.detail.ctx.response;
    if (status === 401) event.preventDefault();
    if (status === 401 || status < 400) words.hidden = status !== 401;
    words.querySelector("a").search = new URLSearchParams({ next: location.pathname + location.search });
  });
})();
