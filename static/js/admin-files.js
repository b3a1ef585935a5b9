// Files beside a reply or a note: picked, dropped on the editor or pasted, each is sent at once and waits with the draft.
// A picture that was pasted gets its place in the text, where the writer stands.
(() => {
  const form = () => document.querySelector("form[data-draft]");
  const box = () => document.getElementById("enclosed");
  const area = () => document.getElementById("write-body");
  const words = (what, name) => box().dataset[`words${what}`].replace("{name}", () => name);
  const say = (text) => { box().querySelector("[data-files-said]").textContent = text; };
  const keys = () => [...box().querySelectorAll("[data-key]")].map((each) => each.dataset.key);
  // One after the other: what comes back is the whole list.
  let line = Promise.resolve();
  let going = 0;
  let held;

  const chip = (text, isWrong) => {
    const item = Object.assign(document.createElement("li"), { textContent: text });
    item.toggleAttribute("data-wrong", Boolean(isWrong));
    const list = box().querySelector("[data-going]");
    list.append(item);
    list.hidden = false;
    return item;
  };
  const marks = ({ dataset }) => `![${dataset.name.replace(/[[\]\s]+/g, " ").trim()}](file:${dataset.key})`;
  const put = (text) => {
    const field = area();
    const before = field.value.slice(0, field.selectionStart);
    const lead = before && !before.endsWith("\n") ? "\n" : "";
    field.setRangeText(`${lead}${text}\n`, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const ask = async (address, fields) => {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form().elements.csrfmiddlewaretoken.value);
    for (const [name, value] of fields) body.append(name, value);
    const answer = await fetch(address, { method: "POST", body, headers: { "X-Files": "list" }, redirect: "error" });
    if (!answer.ok && answer.status !== 422) throw new Error(String(answer.status));
    return answer.text();
  };
  const show = (html) => {
    const made = document.createElement("template");
    made.innerHTML = html;
    const fresh = made.content.getElementById("enclosed");
    fresh.querySelector("[data-going]").replaceWith(box().querySelector("[data-going]"));
    box().replaceWith(fresh);
    ready();
  };
  const ready = () => box()?.querySelectorAll("[data-into-text]").forEach((each) => { each.hidden = false; });

  const send = async (file, isPasted, item) => {
    try {
      const known = keys();
      show(await ask(box().dataset.enclose, [["files", file]]));
      item.remove();
      const fresh = [...box().querySelectorAll("[data-picture]")].find((each) => !known.includes(each.dataset.key));
      if (isPasted && fresh) put(marks(fresh));
      if (!box().querySelector("[data-refused]")) say(words("Added", file.name));
    } catch {
      item.textContent = words("Failed", file.name);
      item.toggleAttribute("data-wrong", true);
      say(item.textContent);
      held = undefined; // Who pressed Send reads this first.
    }
  };
  const add = (files, isPasted) => {
    for (const file of files) {
      if (file.size > Number(box().dataset.largest)) { say(chip(words("Large", file.name), true).textContent); continue; }
      const item = chip(words("Waits", file.name));
      going += 1;
      line = line.then(() => send(file, isPasted, item)).finally(() => {
        going -= 1;
        const list = box().querySelector("[data-going]");
        list.hidden = !list.children.length;
        if (going || !held) return;
        const button = held;
        held = undefined;
        if (!box().querySelector("[data-refused]")) form().requestSubmit(button.isConnected ? button : null);
      });
    }
  };
  const pick = (field) => {
    if (!field?.files.length) return;
    const files = [...field.files];
    field.value = "";
    add(files, false);
  };

  document.addEventListener("change", ({ target }) => target.id === "attach" && pick(target));
  document.addEventListener("paste", (event) => {
    const { files, types } = event.clipboardData;
    // Who copies cells of a table means their words, though a picture of them comes along.
    if (event.target !== area() || !files.length || types.includes("text/plain")) return;
    event.preventDefault();
    add([...files], true);
  });
  const carries = (event) => event.dataTransfer?.types.includes("Files");
  const over = (is) => form()?.toggleAttribute("data-over", is);
  document.addEventListener("dragover", (event) => {
    if (!carries(event) || !form()) return;
    event.preventDefault(); // A file that is dropped beside the editor never takes the page away.
    event.dataTransfer.dropEffect = "copy";
    over(true);
  });
  document.addEventListener("dragleave", (event) => event.relatedTarget || over(false));
  document.addEventListener("drop", (event) => {
    if (!carries(event) || !form()) return;
    event.preventDefault();
    over(false);
    add([...event.dataTransfer.files], false);
  });
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("#enclosed button");
    if (!button) return;
    const item = button.closest("li");
    event.preventDefault();
    if (button.matches("[data-into-text]")) { put(marks(item)); area().focus(); return; }
    try {
      show(await ask(button.formAction, [["file", item.dataset.key]]));
      // In the reply, and in its translation beside it.
      for (const field of form().querySelectorAll("textarea")) {
        if (!field.value.includes(`(file:${item.dataset.key})`)) continue;
        field.value = field.value.replace(new RegExp(`!\\[[^\\]\\n]*\\]\\(file:${item.dataset.key}\\)\\n?`, "g"), "");
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
      say(words("Removed", item.dataset.name));
      document.getElementById("attach").focus();
    } catch {
      say(words("Failed", item.dataset.name));
    }
  });
  // A reply that is sent while files are still on their way waits for them.
  document.addEventListener("submit", (event) => {
    if (event.target !== form() || !going || event.submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    held = event.submitter;
  }, true);
  addEventListener("beforeunload", (event) => going && event.preventDefault());
  document.addEventListener("htmx:after:swap", ready);
  ready();
  // Picked while this script was still on its way.
  pick(document.getElementById("attach"));
})();
