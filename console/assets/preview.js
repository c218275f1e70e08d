// A preview keeps up with what is typed: whenever a field is left, the button "Preview" is pressed. Its answer goes
// into the frame; nothing is saved.
"use strict";
for (const button of document.querySelectorAll("button[data-preview]")) {
  const show = () => button.form.requestSubmit(button);
  button.form.addEventListener("change", show);
  for (const field of document.querySelectorAll(`[form="${button.form.id}"]`)) if (field !== button) field.addEventListener("change", show);
  if (button.dataset.preview === "now") show();
}
