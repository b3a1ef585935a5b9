// The views above the list: as many as have room, the open one among them; the others go into the menu beside.
(() => {
  const nav = document.querySelector(".queue-views");
  const strip = nav?.querySelector(".queue-strip");
  if (!strip) return;
  const more = nav.querySelector(".queue-more");
  const menu = document.getElementById("menu-views");
  const all = [...strip.children];

  function fit() {
    const focused = document.activeElement;
    strip.append(...all);
    const gap = Number.parseFloat(getComputedStyle(strip).columnGap) || 0;
    const wide = new Map(all.map((tab) => [tab, tab.offsetWidth + gap]));
    const open = all.find((tab) => tab.matches("[aria-current]"));
    let room = nav.clientWidth - more.offsetWidth - gap - (wide.get(open) ?? 0);
    let isFull = false;
    const rest = all.filter((tab) => {
      if (tab === open) return false;
      isFull ||= wide.get(tab) > room;
      room -= wide.get(tab);
      return isFull;
    });
    menu.prepend(...rest);
    // What is moved loses the focus.
    if (nav.contains(focused)) focused.focus({ preventScroll: true });
  }

  new ResizeObserver(fit).observe(nav);
  document.addEventListener("queue:counted", fit);
  fit();
})();
