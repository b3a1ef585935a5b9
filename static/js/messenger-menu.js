// The menu in the bar closes like any menu: by Escape, by a click elsewhere, and when something in it was chosen.
(() => {
  const open = () => document.querySelector(".bar-menu[open]");
  const close = (menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  };
  document.addEventListener(
    "keydown",
    (event) => {
      const menu = event.key === "Escape" && open();
      if (!menu) return;
      // The messenger around it stays.
      event.stopPropagation();
      close(menu);
    },
    true,
  );
  document.addEventListener("click", (event) => {
    const menu = open();
    if (menu && !menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("submit", (event) => {
    const menu = event.target.closest(".bar-menu");
    if (menu) close(menu);
  });

  // The page's language changes with the screen that was asked for in it.
  let wanted;
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".bar-menu a[hreflang]");
    if (link) wanted = { lang: link.hreflang, dir: link.dir };
  });
  document.addEventListener("htmx:before:swap", (event) => {
    if (wanted && event.detail?.ctx?.target?.id === "messenger") Object.assign(document.documentElement, wanted);
    wanted = undefined;
  });
})();
