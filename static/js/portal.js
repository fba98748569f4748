/* Comfort on top of pages that work without it. Everything is asked for by data attributes:
   data-confirm="question"   on a button or form: ask once before the act
   data-guard                on a form: warn before leaving with unsaved changes
   data-repeat               on a form: may be sent twice (a download)
   data-announce             in a swapped fragment: its words are read out
   data-focus                takes the keyboard when the page or fragment arrives
   data-date, data-amount    on a text field: picker for dd/mm/yyyy, grouping of digits as typed
   data-keys                 on a table: arrow keys walk from cell to cell
   data-check-all="name"     on a checkbox: ticks all others of that name
   data-suggests             on a form: arrow keys walk through the links that appear in it, Escape clears them away */
"use strict";

(() => {
  const all = (root, selector) => [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];

  /* --- One question before a destructive act ------------------------------------------------- */
  const dialog = document.getElementById("confirm");
  const ask = (question, button) =>
    new Promise((resolve) => {
      if (!dialog?.showModal) return resolve(window.confirm(question));
      const yes = dialog.querySelector("button[value='yes']");
      yes.textContent = button?.textContent.trim() || dialog.dataset.yes;
      yes.className = /danger/.test(button?.className) ? "btn btn-danger" : "btn btn-primary";
      dialog.querySelector(".confirm-question").textContent = question;
      dialog.returnValue = "no";
      dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
      dialog.showModal();
    });
  const agreed = new WeakSet();

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const button = event.submitter;
    const question = button?.dataset.confirm || form.dataset.confirm;
    if (!question || agreed.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(question, button).then((yes) => {
      if (!yes) return button?.focus();
      agreed.add(form);
      form.requestSubmit(button);
    });
  }, true);

  document.addEventListener("htmx:confirm", (event) => {
    if (!event.detail.question) return;
    event.preventDefault();
    ask(event.detail.question, event.detail.elt.closest("button")).then((yes) => yes && event.detail.issueRequest(true));
  });

  /* --- Signed out: pages the browser still holds are asked for again ---------------------------- */
  const LEFT = "signed-out-at";
  const leftSince = (moment) => { try { return Number(localStorage.getItem(LEFT)) > moment; } catch { return false; } };
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[action$='/logout/']")) return;
    try { localStorage.setItem(LEFT, String(Date.now())); } catch { /* forbidden: the browser asks again where it keeps no pages */ }
  });

  /* --- Sent once, and nothing typed is lost by a slip ------------------------------------------- */
  const dirty = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form?.hasAttribute("data-guard")) dirty.add(form);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented) return;
    dirty.delete(form);
    if (form.method !== "post" || form.hasAttribute("data-repeat")) return;
    if (form.hasAttribute("aria-busy")) return event.preventDefault();
    form.setAttribute("aria-busy", "true");
    setTimeout(() => form.removeAttribute("aria-busy"), 10000);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt.closest("form");
    if (!form || !event.detail.successful) return;
    if (event.detail.elt.name === "add") dirty.add(form); // an empty row was fetched, nothing was saved
    else dirty.delete(form);
  });
  document.addEventListener("portal:saved", (event) => dirty.delete(event.target)); // a form that saved itself
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && leftSince(performance.timeOrigin)) return location.reload(); // Back shows nobody what was signed out of
    all(document, "form[aria-busy]").forEach((form) => form.removeAttribute("aria-busy"));
  });
  window.addEventListener("beforeunload", (event) => {
    if ([...dirty].some((form) => form.isConnected)) event.preventDefault();
  });

  /* --- A page that would load itself anew waits for whoever is typing, or is on the way elsewhere ---- */
  const typed = new Set();
  let leftAt = 0;
  document.addEventListener("input", (event) => typed.add(event.target));
  window.addEventListener("beforeunload", () => { leftAt = Date.now(); });
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const busy = Date.now() - leftAt < 10000 || [...typed].some((field) => field.isConnected && field.value !== field.defaultValue);
    if (busy && event.detail.xhr.getResponseHeader("HX-Refresh")) event.preventDefault();
  });

  /* --- Swaps keep the keyboard where it was and say what changed ---------------------------------- */
  let focusedId = "";
  const announce = (words) => {
    const place = document.getElementById("announcer");
    if (!place || !words) return;
    place.textContent = "";
    setTimeout(() => { place.textContent = words; }, 50);
  };
  document.addEventListener("htmx:beforeSwap", () => { focusedId = document.activeElement?.id || ""; });
  document.addEventListener("htmx:afterSettle", (event) => {
    const fragment = event.detail.elt;
    prepare(fragment);
    const wanted = fragment.querySelector("[data-focus]") || (document.activeElement === document.body && focusedId && document.getElementById(focusedId));
    wanted?.focus?.({ preventScroll: !wanted.hasAttribute("data-focus") });
    announce(all(fragment, "[data-announce]").map((part) => part.dataset.announce || part.textContent.trim()).join(" "));
  });
  document.addEventListener("announce", (event) => announce(event.detail.value || event.detail));

  /* --- Boxes that drop close on Escape and on a click elsewhere ------------------------------------ */
  document.addEventListener("click", (event) => {
    all(document, "details.drop[open]").forEach((box) => { if (!box.contains(event.target)) box.open = false; });
  });
  document.addEventListener("keydown", (event) => {
    const box = event.key === "Escape" && document.activeElement.closest?.("details.drop[open]");
    if (!box) return;
    box.open = false;
    box.querySelector("summary").focus();
  });

  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.("form[data-suggests]");
    const links = form ? all(form, ".drop-box a") : [];
    if (!links.length) return;
    const field = form.elements.q;
    if (event.key === "Escape") {
      form.querySelector(".drop-box").replaceChildren();
      return field.focus();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    [field, ...links].at((links.indexOf(document.activeElement) + 1 + step) % (links.length + 1)).focus();
  });

  /* --- Fields ------------------------------------------------------------------------------------ */
  const grouped = (text) => {
    const [whole, ...rest] = text.replace(/[^\d,-]/g, "").split(",");
    return whole.replace(/\B(?=(\d{3})+$)/g, ".") + (rest.length ? `,${rest.join("")}` : "");
  };
  const group = (field) => {
    const after = field.value.slice(field.selectionEnd).replace(/\./g, "").length;
    field.value = grouped(field.value);
    let at = field.value.length;
    for (let left = after; left > 0 && at > 0; at -= 1) if (field.value[at - 1] !== ".") left -= 1;
    if (document.activeElement === field) field.setSelectionRange(at, at);
  };
  const addPicker = (field) => {
    const picker = document.createElement("input");
    if (field.disabled || field.readOnly || field.closest(".with-date") || !picker.showPicker) return;
    const box = Object.assign(document.createElement("div"), { className: "with-date" });
    const button = Object.assign(document.createElement("button"), { type: "button", className: "tool date-open" });
    const words = document.getElementById("portal-words")?.dataset.picker || "…";
    Object.assign(picker, { type: "date", tabIndex: -1 });
    picker.setAttribute("aria-hidden", "true");
    button.setAttribute("aria-label", words);
    button.append(document.querySelector("#portal-words svg")?.cloneNode(true) || words);
    field.replaceWith(box);
    box.append(field, button, picker);
    button.addEventListener("click", () => {
      const [day, month, year] = field.value.split("/");
      picker.value = year ? `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` : "";
      picker.showPicker();
    });
    picker.addEventListener("change", () => {
      if (picker.value) field.value = picker.value.split("-").reverse().join("/");
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
      field.focus();
    });
  };
  document.addEventListener("input", (event) => {
    if (event.target.matches?.("input[data-amount]")) group(event.target);
  });
  document.addEventListener("change", (event) => {
    const name = event.target.dataset?.checkAll;
    if (!name) return;
    all(event.target.form || document, `input[type="checkbox"][name="${CSS.escape(name)}"]`).forEach((box) => { box.checked = event.target.checked; });
  });

  /* --- Matrices: arrows walk, the focused cell is described in words ------------------------------ */
  const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  document.addEventListener("keydown", (event) => {
    const cell = steps[event.key] && event.target.closest?.("table[data-keys] td");
    if (!cell || event.target.matches("input, textarea, select")) return;
    const [down, right] = steps[event.key];
    const rows = [...cell.closest("table").tBodies].flatMap((body) => [...body.rows]);
    let [row, column] = [rows.indexOf(cell.parentElement), cell.cellIndex];
    let next = null;
    do {
      row += down; column += right;
      const beside = rows[row]?.cells[column];
      if (!beside) return;
      next = beside.querySelector("a, button, input");
    } while (!next);
    event.preventDefault();
    next.focus();
  });
  const inWords = (cell, link) => {
    if (!cell || cell.dataset.words || link.dataset.words) return cell?.dataset.words || link.dataset.words;
    const table = cell.closest("table");
    const head = table.tHead.rows[0].cells[cell.cellIndex];
    const parts = [cell.parentElement.querySelector("th")?.textContent.trim(), head?.dataset.words, link.getAttribute("aria-label") || link.title];
    return parts.filter(Boolean).join(" – ");
  };
  document.addEventListener("focusin", (event) => {
    const words = inWords(event.target.closest?.("table[data-keys] td, table[data-keys] [data-words]"), event.target);
    const place = words && event.target.closest(".table-wrap").parentElement.querySelector(".matrix-words");
    if (place) place.textContent = words;
  });

  /* --- When a page or a fragment arrives ------------------------------------------------------------ */
  const prepare = (root) => {
    all(root, "input[data-amount]").forEach((field) => { field.value = grouped(field.value); });
    all(root, "input[data-date]").forEach(addPicker);
  };
  prepare(document);
  document.querySelector("[data-focus]")?.focus();
})();
