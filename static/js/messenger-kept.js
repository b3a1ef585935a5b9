// What is being typed is kept in this tab until it has arrived: for each form and field, with the name of its
// submission, so that what is sent again is the same one. Nothing is kept before somebody types.
(() => {
  const { storage, who } = Frame;
  const PREFIX = "messenger.kept:";
  const FIELDS = "textarea, select, input:not([type=hidden], [type=password], [type=file], [type=submit], [type=radio], [type=checkbox])";

  // A form is the same one in every language of the page.
  const keyOf = (address) => PREFIX + new URL(address, location).pathname.replace(/^\/[^/]+/, "");
  const keyOfForm = (form) => keyOf(form.getAttribute("action") || location);
  const read = (key) => JSON.parse(storage.getItem(key)) || { fields: {} };
  const write = (key, kept) => {
    if (Object.keys(kept.fields).length) storage.setItem(key, JSON.stringify(kept));
    else storage.removeItem(key);
  };
  const forget = (prefix) => {
    for (const key of Object.keys(storage)) if (key.startsWith(prefix)) storage.removeItem(key);
  };
  Frame.forget = () => forget(PREFIX);

  // What the server put into the field.
  const given = (field) => {
    if (!field.options) return field.defaultValue;
    return ([...field.options].find((option) => option.defaultSelected) || field.options[0])?.value ?? "";
  };
  const fresh = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  // Also those that stand elsewhere on the screen, as the address for an answer does.
  const fieldsOf = (form) => [...form.elements].filter((field) => field.matches(FIELDS));
  const valuesOf = (form) => JSON.stringify(fieldsOf(form).map((field) => field.value));

  const note = ({ target: field }) => {
    const form = field.form;
    if (!form || !field.name || !field.matches(FIELDS)) return;
    const key = keyOfForm(form);
    const kept = read(key);
    const name = form.elements.submission;
    // What was sent already and is changed now is another message: the first may have arrived without our knowing.
    if (name && kept.sent && kept.sent !== valuesOf(form)) {
      name.value = fresh();
      delete kept.sent;
    }
    if (field.value === given(field)) delete kept.fields[field.name];
    else kept.fields[field.name] = { value: field.value, over: given(field) };
    write(key, { ...kept, who: who(), submission: name?.value });
  };

  // What a person typed last in this tab stands, unless the page hands back what a form was sent with.
  const restore = (handedBack) => {
    for (const form of document.querySelectorAll("#messenger-shell form")) {
      const key = keyOfForm(form);
      const kept = read(key);
      // Typed by nobody known, it is of whoever signed in; typed by one person, it is never shown to another.
      if (kept.who && who() && kept.who !== who()) storage.removeItem(key);
      if (kept.who && kept.who !== who()) continue;
      let all = true;
      for (const field of fieldsOf(form)) {
        const { value, over } = kept.fields[field.name] || {};
        if (value === undefined || value === field.value) continue;
        if (!handedBack || given(field) === over || given(field) === "") field.value = value;
        else all = false;
      }
      if (all && kept.submission && form.elements.submission) form.elements.submission.value = kept.submission;
    }
  };

  const sent = (form) => {
    const kept = read(keyOfForm(form));
    write(keyOfForm(form), { ...kept, sent: valuesOf(form) });
  };
  const arrived = (address) => {
    // What was typed on while it was on its way is another message.
    if (read(keyOf(address)).sent) storage.removeItem(keyOf(address));
    if (address.endsWith("/delete")) forget(keyOf(address.replace(/delete$/, "")));
  };

  document.addEventListener("input", note);
  // Where the browser lets a frame keep nothing, a reload of the page around it would lose what is typed: it is said, and
  // the browser asks first. It is given neither to that page nor, before it is sent, to the server.
  const isTyped = () => Object.keys(storage).some((key) => key.startsWith(PREFIX));
  const warn = (event) => isTyped() && event.preventDefault();
  if (Frame.framed && !Frame.lasts) {
    const hint = () => (document.getElementById("messenger-unkept").hidden = !isTyped());
    document.addEventListener("input", hint);
    // Sent, or forgotten as the browser brought the page back.
    document.addEventListener("htmx:after:swap", hint);
    addEventListener("beforeunload", warn);
  }
  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    if (ctx.sourceEvent?.type === "submit") sent(ctx.sourceElement);
  });
  // Whether or not its screen is still wanted by then; what isn't an answer of ours was refused by the notice's script.
  document.addEventListener("htmx:after:request", (event) => {
    const { ctx } = event.detail;
    if (event.defaultPrevented || ctx.sourceEvent?.type !== "submit" || ctx.response.status >= 400) return;
    arrived(new URL(ctx.request.action, location).pathname);
  });
  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    // The thread, as it renews itself, has no fields.
    if (ctx.request) restore(ctx.request.method !== "GET" && !ctx.response.raw.redirected);
  });

  // On a page of its own the next page tells whether the form arrived.
  const ON_WAY = "messenger.on-way";
  document.addEventListener("submit", (event) => {
    if (Frame.mode !== "page" || event.defaultPrevented) return;
    sent(event.target);
    const to = event.submitter?.getAttribute("formaction") || event.target.action;
    storage.setItem(ON_WAY, new URL(to, location).pathname);
  });
  // Who stopped it and follows a link instead comes to a page that knows nothing of the form.
  document.addEventListener("click", ({ target }) => Frame.mode === "page" && target.closest("a[href]") && storage.removeItem(ON_WAY));
  const onWay = storage.getItem(ON_WAY);
  const { type, responseStatus = 200, redirectCount } = performance.getEntriesByType("navigation")[0] || {};
  if (Frame.mode === "page" && onWay) {
    storage.removeItem(ON_WAY);
    // A form's answer is its own address, as of a search, or the page that it sends one to. A page that was loaded anew
    // after Stop is neither.
    const isAnswer = type === "navigate" && (redirectCount > 0 || location.pathname === onWay);
    if (isAnswer && responseStatus < 400) arrived(onWay);
  }
  // What was typed before this script had begun is newer than what is kept. What a browser fills in by itself, as one goes
  // back to a page or loads it anew, may have been sent.
  const fields = type === "navigate" ? [...document.querySelectorAll("#messenger-shell form")].flatMap(fieldsOf) : [];
  const early = fields.filter((field) => field.value !== given(field)).map((field) => [field, field.value]);
  restore(responseStatus >= 400);
  // Words that a link brought are kept as if they were typed here, below what was typed before.
  const brought = document.querySelector("[data-brought]");
  if (brought && type === "navigate") {
    const { value, dataset } = brought;
    brought.defaultValue = dataset.typed;
    brought.value = value;
    Frame.write(brought, dataset.brought);
  }
  for (const [field, typed] of early) {
    if (!field.matches("textarea") || typed.includes(field.value)) field.value = typed;
    Frame.write(field, typed);
  }
})();
