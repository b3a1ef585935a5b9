// Says that the help center can't be reached, and leaves the screen as it was, with everything that was typed.
(() => {
  const notice = document.getElementById("messenger-notice");
  const say = () => {
    // Filled anew, so that it is read aloud again.
    notice.hidden = false;
    notice.textContent = notice.dataset.words;
  };

  // An answer that is no screen of ours, such as a proxy's page, must not take the screen's place either.
  const isOurs = (text) => /\sid="(messenger|thread)"/.test(text);

  document.addEventListener("htmx:before:response", (event) => {
    if (event.detail.ctx.response.status < 500) return;
    event.preventDefault();
    say();
  });
  document.addEventListener("htmx:after:request", (event) => {
    const { response, text } = event.detail.ctx;
    if (isOurs(text)) {
      notice.hidden = true;
    } else if (response.status >= 400) {
      event.preventDefault();
      say();
    }
  });
  document.addEventListener("htmx:error", say);
})();
