/* The box "all" above the fields of an export. */
"use strict";

document.querySelectorAll('input[name="select-all-toggle"]').forEach((all) => {
  all.addEventListener("change", () => {
    document.querySelectorAll('.selectable-field-export-row input[type="checkbox"]').forEach((box) => { box.checked = all.checked; });
  });
});
