// The two ceremonies of a passkey: a form that wants one names what the browser is asked (data-options), and gets the
// device's answer as JSON in its field `answer`. Knows nothing of who signs in.
(() => {
  const form = document.querySelector("form[data-passkey]");
  if (!form) return;
  const say = (name) => {
    for (const each of form.querySelectorAll("[data-said]")) each.hidden = each.dataset.said !== name;
  };
  const Key = globalThis.PublicKeyCredential;
  if (!Key?.parseCreationOptionsFromJSON) {
    say("cannot");
    form.querySelector("button").disabled = true;
    return;
  }

  function ask() {
    const options = JSON.parse(document.getElementById(form.dataset.options).textContent);
    return form.dataset.passkey === "create"
      ? navigator.credentials.create({ publicKey: Key.parseCreationOptionsFromJSON(options) })
      : navigator.credentials.get({ publicKey: Key.parseRequestOptionsFromJSON(options) });
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    say("");
    try {
      form.elements.answer.value = JSON.stringify((await ask()).toJSON());
    } catch (error) {
      say(error.name === "InvalidStateError" ? "known" : "refused");
      return;
    }
    form.submit();
  });
})();
