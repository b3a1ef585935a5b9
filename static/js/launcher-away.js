// Reading on moves the launcher out of the way (the style sheet decides on which screens); reading back or the end, where
// there is room for it, brings it again.
(() => {
  const link = document.getElementById("launcher");
  let before = scrollY;
  const follow = () => {
    if (Math.abs(scrollY - before) < 12) return;
    const atEnd = scrollY + innerHeight > document.documentElement.scrollHeight - 24;
    link.toggleAttribute("data-away", scrollY > before && !atEnd && document.activeElement !== link);
    before = scrollY;
  };
  addEventListener("scroll", follow, { passive: true });
})();
