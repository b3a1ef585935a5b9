// The conversation as it grows: what comes into view, and where the focus goes.
(() => {
  let shown;
  const settle = (focus) => {
    const scroller = document.querySelector("[data-scroll]");
    const thread = document.getElementById("thread");
    // A poll that brought nothing new leaves the reader where they are.
    if (scroller && thread && thread.textContent !== shown) {
      shown = thread.textContent;
      const asked = [...thread.querySelectorAll('[data-author="person"]')].pop();
      scroller.scrollTop = asked ? asked.offsetTop - scroller.offsetTop - 16 : scroller.scrollHeight;
    }
    if (!focus) return;
    const wrong = document.querySelector('[aria-invalid="true"]');
    (wrong || document.getElementById("screen-title"))?.focus({ preventScroll: true });
  };

  document.addEventListener("htmx:after:swap", (event) => {
    const target = event.detail?.ctx?.target;
    settle(target?.id === "messenger");
  });
  settle(false);
})();
