// A screen in a room that has heard nothing for a while says so: nobody stands beside it to notice that the time stood still.
(() => {
  const wall = document.getElementById("wall");
  const notice = document.getElementById("wall-old");
  const PATIENCE = 1000 * Number(wall.dataset.patience);
  let heard = Date.now();

  function look() {
    const isOld = Date.now() - heard > PATIENCE;
    wall.toggleAttribute("data-old", isOld);
    // Its words are in the page, so that they are read out where they appear.
    notice.textContent = isOld ? notice.dataset.words : "";
  }

  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    // An answer that puts nothing in comes by here too.
    if (ctx.response.status >= 400) return;
    heard = Date.now();
    look();
  });
  setInterval(look, 5000);
})();
