// Sends a face or a comment without leaving the article; without this script the form leads to a page of its own.
(() => {
  const say = (section, words) => {
    const notice = section.querySelector("[data-said]") || document.createElement("p");
    notice.className = "notice";
    notice.dataset.kind = "error";
    notice.dataset.said = "";
    notice.setAttribute("role", "alert");
    notice.textContent = words;
    section.append(notice);
  };

  // A comment that is being written is kept in this tab until it has arrived, unless the browser allows no storage.
  const key = "comment:" + location.pathname;
  const keep = (verb, ...given) => {
    try {
      return sessionStorage[verb](key, ...given);
    } catch {
      return null;
    }
  };
  document.addEventListener("input", ({ target }) => {
    if (target.closest("#reaction textarea")) keep("setItem", target.value);
  });

  // What a page of another kind says: too often, gone, or the fault is ours.
  const wordsOf = (page) =>
    (page.querySelector("main h1 ~ p:not(.actions)") || page.querySelector("main h1"))?.textContent.trim();

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const section = form.closest("#reaction");
    if (!section || "plain" in form.dataset) return;
    event.preventDefault();
    let page;
    try {
      const body = new URLSearchParams(new FormData(form, event.submitter));
      const response = await fetch(form.action, { method: "POST", body });
      page = new DOMParser().parseFromString(await response.text(), "text/html");
    } catch {
      // The form stays, with the words in it.
      return say(section, section.dataset.away);
    }
    const answer = page.getElementById("reaction");
    const words = wordsOf(page);
    if (answer) {
      section.replaceWith(answer);
      const comment = answer.querySelector("textarea");
      if (!comment) keep("removeItem");
      else comment.value ||= keep("getItem") || "";
      answer.focus();
    } else if (words) {
      say(section, words);
    } else {
      form.dataset.plain = "";
      form.requestSubmit(event.submitter);
    }
  });
})();
