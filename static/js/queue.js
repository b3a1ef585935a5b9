// Keys and selection of the queue. Everything also works by pointer and by Tab; single letters can be switched off.
(() => {
  const off = () => document.body.classList.contains("desk-no-keys");
  const typing = (target) => target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");
  const rows = () => [...document.querySelectorAll("#result_list tbody tr")];
  const current = () => document.activeElement.closest("#result_list tbody tr");
  const views = () => [...document.querySelectorAll(".queue-strip a, .queue-more")];
  // As the server has them, before some of them go into the menu.
  const numbered = [...document.querySelectorAll(".queue-views a")];

  function step(direction) {
    const all = rows();
    const now = all.indexOf(current());
    const row = all[now < 0 ? (direction > 0 ? 0 : all.length - 1) : now + direction];
    const link = row?.querySelector("a.desk-subject");
    link?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "nearest" });
  }

  function pick() {
    const box = current()?.querySelector(".cell-pick input, .action-select");
    if (!box) return;
    // A click, so that a list of the admin counts it too.
    box.click();
    count();
  }

  function count() {
    const all = [...document.querySelectorAll(".cell-pick [name=ticket]")];
    const chosen = all.filter((box) => box.checked).length;
    const told = document.querySelector(".queue-picked");
    if (told) told.textContent = chosen ? `${chosen} ${told.dataset.picked}` : "";
    const every = document.querySelector("[data-pick-all]");
    if (every) {
      every.checked = chosen > 0 && chosen === all.length;
      every.indeterminate = chosen > 0 && chosen < all.length;
    }
  }

  // `g`, then the number of a view; alone it leads to the views, where the arrow keys move on.
  let going = 0;
  function go() {
    going = Date.now();
    (document.querySelector(".queue-views [aria-current]") ?? views()[0])?.focus();
  }

  // A ticket's own keys: for the one beside the list, else for that of the row, which opens and does it there.
  const OF_TICKET = new Set(["r", "n", "a", "e", "s", "m", "#", "M", "z"]);
  const LEADS_TO_TEXT = new Set(["r", "n", "#"]);
  let leaving = null;

  function hand(key) {
    // A list of something else has rows without such keys.
    if (!OF_TICKET.has(key) || !document.querySelector(".queue-list")) return false;
    if (!document.dispatchEvent(new CustomEvent("queue:key", { detail: key, cancelable: true }))) return true;
    const link = current()?.querySelector("a.desk-subject");
    if (!link || key === "z") return false;
    leaving = { path: new URL(link.href).pathname, keys: [] };
    keep(key);
    location.assign(link.href);
    return true;
  }

  // In this tab's storage, where no link from elsewhere can put a key; while the page still comes, what is typed goes along.
  function keep(key) {
    if (leaving.keys.length && !LEADS_TO_TEXT.has(leaving.keys[0])) return;
    if (key.length === 1 || key === "Enter") leaving.keys.push(key);
    sessionStorage.setItem("desk:keys", JSON.stringify({ ...leaving, at: Date.now() }));
  }
  addEventListener("pageshow", () => {
    leaving = null;
  });

  function undo() {
    const button = document.querySelector(".queue-undo button");
    if (button) button.click();
    else hand("z");
  }

  const ACTS = {
    j: () => step(1),
    k: () => step(-1),
    o: () => current()?.querySelector("a.desk-subject").click(),
    x: pick,
    g: go,
    z: undo,
    "/": () => document.getElementById("searchbar")?.focus(),
    "?": () => document.getElementById("desk-sheet")?.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (document.querySelector("dialog[open]")) return;
    if (leaving) {
      keep(event.key);
      event.preventDefault();
      return;
    }
    if (typing(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const along = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (along && event.target.matches(".queue-strip a, .queue-more")) {
      const turned = document.dir === "rtl" ? -along : along;
      const all = views();
      all[(all.indexOf(event.target) + turned + all.length) % all.length].focus();
    } else if (off()) {
      return;
    } else if (/^[1-9]$/.test(event.key) && Date.now() - going < 2000) {
      numbered[Number(event.key) - 1]?.click();
    } else if (Object.hasOwn(ACTS, event.key)) {
      ACTS[event.key]();
    } else if (!hand(event.key)) return;
    event.preventDefault();
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-pick-all]")) {
      document.querySelectorAll(".cell-pick [name=ticket]").forEach((box) => {
        box.checked = event.target.checked;
      });
    }
    if (event.target.closest(".cell-pick")) count();
  });

  // Where a browser doesn't know yet that a button commands a dialog.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[command]");
    if (button && !("commandForElement" in button)) document.getElementById(button.getAttribute("commandfor"))?.showModal();
  });

  document.querySelectorAll("[data-pick-all]").forEach((box) => {
    box.hidden = false;
  });
  // What the browser kept selected when one comes back.
  count();
})();
