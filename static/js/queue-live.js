// The list keeps itself up to date: a row that changed is marked where it stands, and nothing moves under the pointer.
(() => {
  const every = 30_000;
  const list = document.getElementById("result_list");
  const news = document.querySelector(".queue-news");
  if (!news) return;
  const byKey = (page) => new Map([...page.querySelectorAll("#result_list tbody tr")].map((row) => [row.dataset.row, row]));
  let asking = false;

  function take(page) {
    const now = byKey(page);
    const shown = byKey(document);
    for (const [key, row] of shown) {
      const newer = now.get(key);
      row.toggleAttribute("data-gone", !newer);
      if (!newer || newer.dataset.version === row.dataset.version) continue;
      row.dataset.version = newer.dataset.version;
      row.toggleAttribute("data-changed", true);
      for (const cell of newer.cells) {
        const old = row.querySelector(`.${cell.className}`);
        // The link and the box keep the focus and the choice.
        if (old && !old.matches(".cell-pick, .cell-subject")) old.replaceChildren(...cell.childNodes);
      }
    }
    const more = [...now.keys()].filter((key) => !shown.has(key)).length;
    for (const count of document.querySelectorAll(".queue-views .desk-count")) {
      const address = CSS.escape(count.closest("a").getAttribute("href"));
      const newer = page.querySelector(`.queue-views a[href="${address}"] .desk-count`);
      if (newer) count.textContent = newer.textContent;
    }
    document.dispatchEvent(new CustomEvent("queue:counted"));
    news.hidden = !more;
    if (more) news.querySelector("b").textContent = more;
  }

  async function ask() {
    if (asking || document.hidden) return;
    asking = true;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" }, redirect: "error" });
      if (answer.ok) take(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      // The next time.
    } finally {
      asking = false;
    }
  }

  if (list) document.addEventListener("queue:changed", ask);
  setInterval(ask, every);
  document.addEventListener("visibilitychange", ask);
})();
