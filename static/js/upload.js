/* A file too large is told before it travels. data-most: bytes; data-too-large: the words. */
"use strict";

document.addEventListener("change", (event) => {
  const field = event.target;
  if (!field.dataset?.most) return;
  const size = field.files[0]?.size ?? 0;
  field.setCustomValidity(size > Number(field.dataset.most) ? field.dataset.tooLarge : "");
  field.reportValidity();
});
document.addEventListener("submit", (event) => {
  const field = event.target.querySelector?.("[data-most]");
  if (field && !field.checkValidity()) {
    event.preventDefault();
    event.stopImmediatePropagation();
    field.reportValidity();
  }
}, true);
