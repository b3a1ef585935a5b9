// Keeps what is being written on a ticket: the server has it a moment after each pause; until it says so, and where it can't
// be reached, this tab's storage does. A lost session or a closed page loses nothing.
(() => {
  const PAUSE = 800;
  const form = () => document.querySelector("form[data-draft]");
  const text = () => form()?.querySelector("textarea");
  // What goes out instead of it, in the customer's language.
  const other = () => document.getElementById("write-translation");
  const key = (reference) => `draft:${reference}`;
  let timer;
  let asking;
  let isSent = false;
  // Typed, and not yet with the server.
  let isNew = false;

  const keep = async () => {
    clearTimeout(timer);
    const mine = form();
    if (!mine || isSent) return;
    asking?.abort();
    const { signal } = (asking = new AbortController());
    const said = text().value;
    const saidOther = other()?.value;
    try {
      const answer = await fetch(mine.dataset.draftTo, { method: "POST", body: new FormData(mine), signal, redirect: "error" });
      if (!answer.ok || isSent) return;
      isNew = false;
      const words = await answer.text();
      if (text().value === said && other()?.value === saidOther) sessionStorage.removeItem(key(mine.dataset.draft));
      const place = document.getElementById("draft");
      place.outerHTML = words;
    } catch {
      // The storage still has it, and the next letter tries again.
    }
  };

  document.addEventListener("input", (event) => {
    const mine = form();
    if (!mine?.contains(event.target) || event.target.name === "insert" || event.target.name === "next") return;
    const mode = mine.querySelector("input[name=mode]:checked")?.value;
    sessionStorage.setItem(key(mine.dataset.draft), JSON.stringify({ body: text().value, mode, seen: mine.elements.seen.value, translation: other()?.value }));
    isNew = true;
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  });
  document.addEventListener("submit", ({ target, submitter, defaultPrevented }) => {
    // What is shown in another window stays here too.
    if (target !== form() || defaultPrevented || submitter?.formTarget) return;
    // What is on its way is no draft.
    isSent = true;
    clearTimeout(timer);
    asking?.abort();
  });
  // By htmx the page stays: what it sends is no draft meanwhile, and one again if it wasn't taken.
  const isOwn = ({ sourceElement: source }) => source.matches("form[data-draft]");
  let sending;
  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    if (!isOwn(ctx)) return;
    sending = ctx;
    ctx.mine = key(form().dataset.draft);
    isSent = true;
    clearTimeout(timer);
    asking?.abort();
  });
  document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
    if (ctx !== sending) return;
    isSent = ctx.hx?.redirect !== undefined;
    if (ctx.response?.raw.ok && (isSent || ctx.status === "swapped")) {
      isNew = false;
      sessionStorage.removeItem(ctx.mine);
    } else if (text()?.value) timer = setTimeout(keep, PAUSE);
  });
  // What brings another text into the editor comes after what stands there.
  document.addEventListener("submit", (event) => {
    const { target, submitter } = event;
    if (!target.matches("form[data-rewrites]") || target === form() || !isNew) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    // What is undone has little time.
    Promise.race([keep(), new Promise((done) => setTimeout(done, 2 * PAUSE))]).finally(() => {
      isNew = false;
      target.requestSubmit(submitter);
    });
  }, true);
  // A page that is left between two letters.
  addEventListener("pagehide", () => {
    const mine = form();
    if (mine && !isSent && sessionStorage.getItem(key(mine.dataset.draft)))
      navigator.sendBeacon(mine.dataset.draftTo, new FormData(mine));
  });

  const mine = form();
  const kept = mine && JSON.parse(sessionStorage.getItem(key(mine.dataset.draft)) || "null");
  // From before something that its writer has sent since.
  const isOver = kept && Number.parseInt(kept.seen, 10) < Number(mine.dataset.mine);
  if (isOver) sessionStorage.removeItem(key(mine.dataset.draft));
  // What is only here is newer than what the server has, but for what it has just handed back.
  else if (kept?.body && !document.querySelector("#write [role=alert]")) {
    text().value = kept.body;
    if (other() && kept.translation) other().value = kept.translation;
    const mode = mine.querySelector(`input[name=mode][value="${kept.mode === "note" ? "note" : "reply"}"]`);
    if (!mode.disabled) mode.checked = true;
    keep();
  }
})();
