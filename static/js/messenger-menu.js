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
})();
