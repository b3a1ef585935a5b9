// Files beside what is typed: picked, dropped or pasted, each is sent at once and waits with the server for the message.
(() => {
  const AGAIN = 5_000;
  // What isn't with the server yet: {file, address, chip, state: waits | goes | failed | refused}.
  let items = [];
  // A form that was sent while files were still on their way, by which button.
  let held;

  const place = () => document.querySelector("[data-files]");
  const isHere = (address) => place()?.dataset.upload === address;
  const words = (name, file) => place().dataset[`words${name}`].replace("{name}", () => file);
  const say = (text) => {
    place().querySelector("[data-files-said]").textContent = text;
  };

  const draw = () => {
    const here = place();
    if (!here) return;
    here.dataset.live = "";
    const list = here.querySelector("[data-files-going]");
    list.replaceChildren(...items.filter(({ address }) => isHere(address)).map(({ chip }) => chip));
    list.hidden = !list.children.length;
  };
  // The server's list of what waits with it; why a file was refused stands in that file's own place.
  const show = (address, html) => {
    const answer = document.createElement("template");
    answer.innerHTML = html;
    const refused = [...answer.content.querySelectorAll("[data-files-error]")];
    refused.forEach((each) => each.remove());
    if (isHere(address)) place().querySelector("[data-files-list]").replaceChildren(answer.content);
    return refused.map((each) => each.textContent).join(" ");
  };

  const forget = (item) => {
    items = items.filter((each) => each !== item);
    draw();
  };
  const refuse = (item, text) => {
    item.state = "refused";
    item.chip.querySelector("progress")?.remove();
    item.chip.querySelector("[data-files-again]").hidden = true;
    item.chip.querySelector(".attach-words").textContent = text;
    item.chip.classList.add("error");
    if (isHere(item.address)) say(text);
  };
  const fail = (item) => {
    item.state = "failed";
    item.chip.querySelector("[data-files-again]").hidden = false;
    item.chip.querySelector("progress").value = 0;
    if (isHere(item.address)) say(words("Failed", item.file.name));
    clearTimeout(item.timer);
    item.timer = setTimeout(() => again(item), AGAIN);
  };
  const again = (item) => {
    if (item.state !== "failed") return;
    item.state = "waits";
    item.chip.querySelector("[data-files-again]").hidden = true;
    next();
  };

  const answered = (item, request) => {
    const isList = request.getResponseHeader("X-Files") === "list";
    // Away, or too busy: it is tried again. Anything else that isn't a list wasn't said of the file.
    if (request.status >= 500 || request.status === 0 || (request.status === 429 && !isList)) return fail(item);
    if (!isList) return refuse(item, words("Refused", item.file.name));
    const why = show(item.address, request.responseText);
    if (request.status >= 400) return refuse(item, why || words("Refused", item.file.name));
    forget(item);
    if (isHere(item.address)) say(words("Added", item.file.name));
  };
  // One after the other: what comes back is the whole list.
  const next = () => {
    const item = items.find(({ state }) => state === "waits");
    if (items.some(({ state }) => state === "goes")) return;
    if (!item) return release();
    item.state = "goes";
    const request = new XMLHttpRequest();
    item.request = request;
    request.open("POST", item.address);
    request.setRequestHeader("X-Files", "list");
    if (Frame.visitor) request.setRequestHeader("X-Visitor", Frame.visitor);
    request.upload.onprogress = ({ loaded, total }) => {
      item.chip.querySelector("progress").value = total ? loaded / total : 0;
    };
    request.onloadend = () => {
      if (items.includes(item)) answered(item, request);
      next();
    };
    const body = new FormData();
    body.append("files", item.file);
    request.send(body);
  };
  const onTheirWay = (address) => items.filter((item) => item.address === address && item.state !== "refused");
  const release = () => {
    if (!held || onTheirWay(held.address).length) return;
    const { form, button, address } = held;
    held = undefined;
    if (isHere(address) && form.isConnected) form.requestSubmit(button?.isConnected ? button : null);
  };

  const add = (files) => {
    const here = place();
    const { upload, most, largest } = here.dataset;
    for (const file of files) {
      const chip = here.querySelector("template").content.firstElementChild.cloneNode(true);
      chip.querySelector("bdi").textContent = file.name;
      chip.querySelector("progress").ariaLabel = file.name;
      const cancel = chip.querySelector("[data-files-cancel]");
      cancel.ariaLabel = cancel.dataset.words.replace("{name}", () => file.name);
      const item = { file, address: upload, chip, state: "waits" };
      const count = here.querySelectorAll("[data-files-remove]").length + onTheirWay(upload).length;
      items.push(item);
      if (file.size > Number(largest)) refuse(item, words("Large", file.name));
      else if (count >= Number(most)) refuse(item, words("Many", file.name));
    }
    draw();
    next();
  };

  const remove = async (button) => {
    const { name } = button.dataset;
    const { upload } = place().dataset;
    const headers = Frame.visitor ? { "X-Files": "list", "X-Visitor": Frame.visitor } : { "X-Files": "list" };
    const response = await fetch(button.formAction, { method: "POST", headers }).catch(() => undefined);
    if (response?.headers.get("X-Files") !== "list") return say(words("Refused", name));
    show(upload, await response.text());
    if (!isHere(upload)) return;
    say(words("Removed", name));
    (place().querySelector("[data-files-remove]") || document.getElementById("files-pick")).focus();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-files-remove], [data-files-cancel], [data-files-again]");
    if (!button) return;
    event.preventDefault();
    if (button.matches("[data-files-remove]")) return remove(button);
    const item = items.find(({ chip }) => chip.contains(button));
    if (button.matches("[data-files-again]")) return again(item);
    forget(item);
    item.request?.abort();
    document.getElementById("files-pick").focus();
    if (item.state !== "refused") say(words("Removed", item.file.name));
    next();
  });
  const pick = (field) => {
    if (!field?.files.length) return;
    add([...field.files]);
    field.value = "";
  };
  document.addEventListener("change", ({ target }) => target.id === "files-pick" && pick(target));
  document.addEventListener("paste", (event) => {
    const { files, types } = event.clipboardData;
    // Who copies cells of a table means their words, though a picture of them comes along.
    if (!place() || !files.length || types.includes("text/plain")) return;
    event.preventDefault();
    add([...files]);
  });
  // A file that is dropped beside the field never takes the page away.
  const carries = (event) => event.dataTransfer?.types.includes("Files");
  const over = (is) => place()?.toggleAttribute("data-over", is);
  document.addEventListener("dragover", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = place() ? "copy" : "none";
    over(true);
  });
  document.addEventListener("dragleave", (event) => event.relatedTarget || over(false));
  document.addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    over(false);
    if (place()) add([...event.dataTransfer.files]);
  });

  document.addEventListener(
    "submit",
    (event) => {
      const here = event.target.querySelector("[data-files]");
      if (!here) return;
      // What was refused has been read, and stays behind.
      items.filter(({ state, address }) => state === "refused" && address === here.dataset.upload).forEach(forget);
      if (!onTheirWay(here.dataset.upload).length || event.submitter?.hasAttribute("formaction")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      held = { form: event.target, button: event.submitter, address: here.dataset.upload };
      say(here.dataset.wordsWaits);
    },
    true,
  );
  addEventListener("online", () => items.forEach(again));
  // What is still on its way would be lost with the page; the browser asks.
  addEventListener("beforeunload", (event) => {
    if (items.some(({ state }) => state !== "refused")) event.preventDefault();
  });
  document.addEventListener("htmx:after:swap", draw);
  draw();
  // Picked while this script was still on its way.
  pick(document.getElementById("files-pick"));
})();
