/* The entry page saves itself: a few seconds after typing stops and on leaving a field. What was typed is kept in this
   browser (one copy per form and person) until the portal has it. Nothing here overwrites anything: a copy is offered,
   two versions are chosen between on a page of the portal, and without this file the buttons do the same. */
"use strict";

(() => {
  const form = document.getElementById("entry");
  if (!form || form.hasAttribute("data-closed")) return;
  const state = document.getElementById("save-state");
  const alertBox = document.getElementById("save-alert");
  const offer = document.getElementById("kept-offer");
  const says = state.dataset;
  const PAUSE = 3000, AGAIN = 15000, LONGEST = 30 * 86400000;
  let timer = 0, running = false, changes = 0, sent = 0, halted = false;

  /* --- What the form holds ------------------------------------------------------------------------- */
  const collected = () => [...new FormData(form)].filter(([, value]) => typeof value === "string");
  const control = (name) => form.elements.namedItem(name);

  /* --- The copy in this browser ---------------------------------------------------------------------- */
  const key = form.dataset.kept;
  const kept = () => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
  const keep = () => {
    if (!offer.hidden) return; // the copy that is offered comes first
    const fields = collected().filter(([name]) => name !== "csrfmiddlewaretoken");
    try { localStorage.setItem(key, JSON.stringify({ page: form.dataset.page, at: Date.now(), fields })); } catch { /* full or forbidden: the portal still gets it */ }
  };
  const drop = () => { try { localStorage.removeItem(key); } catch { /* forbidden */ } };
  const tidy = () => {
    try {
      Object.keys(localStorage).filter((name) => name.startsWith("entry-")).forEach((name) => {
        if (!(Date.now() - JSON.parse(localStorage.getItem(name)).at < LONGEST)) localStorage.removeItem(name);
      });
    } catch { /* forbidden */ }
  };
  const differs = (copy) => {
    const now = collected().filter(([name]) => !["csrfmiddlewaretoken", "head-form", "head-version"].includes(name));
    const then = copy.fields.filter(([name]) => !["head-form", "head-version"].includes(name));
    return JSON.stringify(now) !== JSON.stringify(then);
  };
  const offerCopy = () => {
    const copy = kept();
    if (!copy || copy.page === form.dataset.page) return; // none, or what this very page shows
    if (copy.page === form.dataset.saved || !differs(copy)) return drop();
    offer.hidden = false;
    offer.querySelector(".kept-time").textContent = new Date(copy.at).toLocaleString(document.documentElement.lang) + ".";
    halted = true; // saving now would overwrite the copy
    offer.querySelector("[data-drop-kept]").addEventListener("click", () => { drop(); offer.hidden = true; halted = false; if (changes) touched(); });
    offer.querySelector("button[value='restore']").addEventListener("click", (event) => {
      event.preventDefault();
      const back = Object.assign(document.createElement("form"), { method: "post", action: form.action, hidden: true });
      const add = (name, value) => back.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
      copy.fields.forEach(([name, value]) => add(name, value));
      add("csrfmiddlewaretoken", control("csrfmiddlewaretoken").value);
      add("save", "restore");
      document.body.append(back);
      changes = sent = 0;
      form.dispatchEvent(new CustomEvent("portal:saved", { bubbles: true }));
      back.submit();
    });
  };

  /* --- What is said about it -------------------------------------------------------------------------- */
  const show = (kind, words) => {
    state.hidden = false;
    state.dataset.state = kind;
    state.firstElementChild.textContent = words;
  };
  const shout = (words, slips = []) => {
    show("failed", says.unsaved);
    const list = document.createElement("ul");
    slips.forEach((slip) => {
      const item = document.createElement("li");
      const link = slip.where ? Object.assign(document.createElement("a"), { href: `#${slip.where}`, textContent: slip.about }) : "";
      item.append(link, slip.where ? ": " : "", slip.message);
      list.append(item);
    });
    const head = Object.assign(document.createElement("p"), { textContent: words });
    alertBox.replaceChildren(head, ...(slips.length ? [list] : []));
  };
  const calm = () => alertBox.replaceChildren();

  /* --- Saving ---------------------------------------------------------------------------------------------- */
  const soon = (wait) => { clearTimeout(timer); timer = setTimeout(save, wait); };
  const learn = (answer) => {
    const known = { ...(answer.version ? { "head-version": answer.version } : {}), ...answer.fields };
    Object.entries(known).forEach(([name, value]) => { const field = control(name); if (field) field.value = value; });
    Object.entries(answer.rows).forEach(([place, pk]) => {
      const field = control(`${place}-pk`);
      if (field && !field.value) field.value = pk;
    });
    const panel = document.getElementById("missing");
    if (!panel || !answer.panel) return;
    const open = [...panel.querySelectorAll("details")].map((box) => box.open);
    panel.outerHTML = answer.panel; // made by the portal's own template
    document.querySelectorAll("#missing details").forEach((box, at) => { box.open = Boolean(open[at]); });
  };
  const saved = (answer, upTo) => {
    learn(answer);
    sent = upTo;
    calm();
    show("saved", `${says.saved} ${answer.time}`);
    if (changes !== sent) return soon(PAUSE);
    drop();
    form.dispatchEvent(new CustomEvent("portal:saved", { bubbles: true }));
  };
  const refused = (answer, upTo) => {
    if (answer.state === "renewed") {
      document.querySelectorAll("input[name='csrfmiddlewaretoken']").forEach((field) => { field.value = answer.token; });
      document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": answer.token }));
      return soon(0);
    }
    if (answer.state === "invalid") { sent = upTo; return shout(says.invalid, answer.slips); }
    if (answer.state === "stale") { halted = true; return shout(`${answer.message} ${says.stale}`); }
    if (answer.state === "closed" || answer.state === "part_closed") halted = true;
    return shout(answer.message || says.refused);
  };
  const save = async () => {
    clearTimeout(timer);
    if (running || halted || changes === sent || form.hasAttribute("aria-busy")) return;
    running = true;
    const upTo = changes;
    const body = new FormData(form);
    body.set("save", "auto");
    show("saving", says.saving);
    try {
      const response = await fetch(form.action, { method: "POST", body: new URLSearchParams(body), headers: { Accept: "application/json" }, redirect: "error", signal: AbortSignal.timeout(30000) });
      const answer = await response.json().catch(() => ({}));
      if (response.ok && answer.state === "saved") saved(answer, upTo);
      else {
        refused(answer, upTo);
        if (response.status >= 500) soon(AGAIN); // an outage, not a no: the text waits here and is sent again
      }
    } catch {
      shout(says.offline);
      soon(AGAIN);
    } finally {
      running = false;
    }
  };
  const touched = () => {
    changes += 1;
    keep();
    if (halted) return;
    if (!running) show("unsaved", says.unsaved);
    soon(PAUSE);
  };

  /* --- Sums beside the boxes follow what is typed --------------------------------------------------------------- */
  const sum = (field) => {
    const place = field.id && document.querySelector(`[data-of="${CSS.escape(field.id)}"]`);
    const typed = Number(field.value.replace(/\./g, "").replace(",", "."));
    if (!place || !field.value.trim() || Number.isNaN(typed)) return;
    place.textContent = (Number(place.dataset.sum) + typed).toLocaleString("vi-VN", { maximumFractionDigits: 2 });
  };

  form.addEventListener("input", (event) => {
    if (event.target.type === "radio" && !event.target.name) return;
    sum(event.target);
    touched();
  });
  form.addEventListener("change", (event) => { if (event.target.matches("input, textarea, select")) soon(50); });
  form.addEventListener("submit", () => { keep(); clearTimeout(timer); }, true);
  document.addEventListener("htmx:afterSettle", (event) => { if (form.contains(event.target)) { changes += 1; keep(); soon(PAUSE); } });
  window.addEventListener("online", () => soon(0));
  tidy();
  offerCopy();
  if (form.hasAttribute("data-unsaved")) { changes += 1; keep(); show("unsaved", says.unsaved); }
})();
