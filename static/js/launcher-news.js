// A dot on the launcher and a number in the page's title while an answer is unread. Loaded once the messenger was opened in
// this tab; asks once a minute, less often behind another tab, and no more once it is refused.
const link = document.getElementById("launcher");
const { open, unread } = link.dataset;
const title = document.title;
const MINUTE = 60_000;
let timer;
let known = 0;

const say = (count) => {
  known = count;
  document.title = count ? `(${count}) ${title}` : title;
  link.toggleAttribute("data-new", count > 0);
  link.dataset.open = count ? `${open} – ${unread} (${count})` : open;
  if (link.getAttribute("aria-expanded") === "false") link.setAttribute("aria-label", link.dataset.open);
};

const ask = async () => {
  clearTimeout(timer);
  try {
    const response = await fetch(new URL("news", link.href));
    if (response.status >= 400 && response.status < 500) return say(0);
    if (response.ok) say(response.status === 204 ? 0 : (await response.json()).unread);
  } catch {
    // Without a line there is no news.
  }
  timer = setTimeout(ask, document.hidden ? 5 * MINUTE : MINUTE);
};

// What was unread may have been read on the screen that the frame shows now.
addEventListener("message", ({ origin, data }) => {
  if (known && origin === location.origin && data === "messenger:screen") ask();
});
ask();
