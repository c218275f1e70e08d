// Passkeys need a script: it asks the server for a challenge, the browser for an answer, and sends the answer
// as an ordinary form. Where there is none, the buttons stay hidden.
"use strict";
for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential?.parseCreationOptionsFromJSON) continue;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    if (form.elements.answer.value) return;
    event.preventDefault();
    try {
      const asked = await fetch(form.dataset.ask, { method: "POST" });
      if (asked.redirected) return void location.assign(asked.url);
      const { options, token } = await asked.json();
      const kind = form.dataset.passkey;
      const key = options.publicKey;
      const credential = kind === "create"
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(key) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(key) });
      form.elements.token.value = token;
      form.elements.answer.value = JSON.stringify(credential);
      form.submit();
    } catch {
      form.querySelector("[role=status]").textContent = form.dataset.failed;
    }
  });
}
