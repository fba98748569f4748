/* A file that is too large is told before it is sent; without this the portal says so after it arrived. */
"use strict";

(() => {
  const field = document.querySelector("input[type=file][data-most]");
  const words = document.getElementById("file-too-large");
  if (!field || !words) return;
  field.addEventListener("change", () => {
    const tooLarge = [...field.files].some((file) => file.size > Number(field.dataset.most));
    words.hidden = !tooLarge;
    if (tooLarge) field.value = "";
  });
})();
