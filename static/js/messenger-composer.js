// The room to write in: it grows, says once how to send, and is empty again when its words have arrived.
(() => {
  const MOST_LINES = 6;
  const area = () => document.getElementById("composer-text");
  const isFine = matchMedia("(hover: hover) and (pointer: fine)").matches;
  const isMac = /mac/i.test(navigator.userAgentData?.platform || navigator.platform);

  let told = false;
  const tell = () => {
    const hint = document.getElementById("composer-hint");
    if (!hint || !isFine) return;
    if (isMac) hint.textContent = hint.dataset.mac;
    hint.hidden = told;
  };
  // Browsers that can't do it by style.
  const grow = () => {
    if (!CSS.supports("field-sizing", "content")) area().rows = Math.min(MOST_LINES, area().value.split("\n").length);
  };

  let sent;
  document.addEventListener(
    "submit",
    ({ target, submitter }) => {
      if (target.id === "composer") sent = submitter?.hasAttribute("formaction") ? undefined : area().value;
    },
    true,
  );
  document.addEventListener("htmx:after:swap", (event) => {
    if (event.detail?.ctx?.target?.id !== "messenger") return;
    tell();
    const field = area();
    // What was typed while the words were on their way stays.
    if (field && sent && field.value.startsWith(sent)) field.value = field.defaultValue + field.value.slice(sent.length);
    sent = undefined;
  });
  document.addEventListener("input", (event) => event.target === area() && grow());
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.target !== area()) return;
    told = true;
    tell();
  });
  tell();
})();
