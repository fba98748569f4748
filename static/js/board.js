/* Comfort of the composition board; every act is a button that works without it.
   Boxes grow with their text, the cursor says where a passage is split, things are dragged, panes stay where they were. */
"use strict";

(() => {
  const form = document.getElementById("entry");
  const list = document.querySelector(".passages");
  if (!form || !list) return;

  /* --- Boxes as high as their text, where the browser does not do it by itself ---------------------------- */
  const boxes = [...form.querySelectorAll("textarea.passage-text")];
  if (!CSS.supports("field-sizing", "content")) {
    const grow = (box) => { box.style.height = "auto"; box.style.height = `${box.scrollHeight + 2}px`; };
    boxes.forEach((box) => { grow(box); box.addEventListener("input", () => grow(box)); });
  }

  /* --- Where the cursor is ----------------------------------------------------------------------------------- */
  const caret = form.elements.namedItem("caret");
  const note = (event) => {
    const passage = event.target.closest?.(".passage");
    if (passage && event.target.matches("textarea")) caret.value = `${passage.id.slice(1)}:${event.target.selectionStart}`;
  };
  ["keyup", "click", "input"].forEach((name) => list.addEventListener(name, note));

  /* --- Dragging a line into the text, or a passage to another place --------------------------------------------- */
  const mark = Object.assign(document.createElement("li"), { className: "passage-drop" });
  let carried = "";
  const passages = () => [...list.querySelectorAll(":scope > .passage")];
  document.addEventListener("dragstart", (event) => {
    carried = event.target.dataset?.drag || "";
    if (carried) event.dataTransfer.setData("text/plain", ""), event.dataTransfer.effectAllowed = "move";
  });
  document.addEventListener("dragend", () => { carried = ""; mark.remove(); });
  list.addEventListener("dragover", (event) => {
    if (!carried) return;
    event.preventDefault();
    const below = passages().find((each) => { const box = each.getBoundingClientRect(); return event.clientY < box.top + box.height / 2; });
    list.insertBefore(mark, below || null);
  });
  list.addEventListener("drop", (event) => {
    if (!carried) return;
    event.preventDefault();
    const moved = carried.startsWith("place-") ? `p${carried.slice(6)}` : "";
    const others = [...list.children].filter((each) => each === mark || (each.matches(".passage") && each.id !== moved));
    form.elements.namedItem("at").value = String(Math.max(0, others.indexOf(mark)));
    const button = Object.assign(document.createElement("button"), { type: "submit", name: "save", value: carried, hidden: true });
    form.append(button);
    mark.remove();
    form.requestSubmit(button);
  });

  /* --- A picture cannot be pasted ---------------------------------------------------------------------------------- */
  list.addEventListener("paste", (event) => {
    const data = event.clipboardData;
    if (!data?.types.includes("text/plain") && data?.types.includes("Files")) {
      event.preventDefault();
      document.getElementById("announcer").textContent = list.dataset.picture;
      const box = document.getElementById("save-alert");
      box.replaceChildren(Object.assign(document.createElement("p"), { textContent: list.dataset.picture }));
    }
  });

  /* --- Panes stay where they were when a button brings the page again ------------------------------------------------ */
  const panes = [...document.querySelectorAll(".board-outline, .board-in")];
  const key = `board:${location.pathname}`;
  const outline = document.querySelector(".board-outline");
  if (matchMedia("(max-width: 74.99rem)").matches) outline.open = false;
  try {
    JSON.parse(sessionStorage.getItem(key) || "[]").forEach((top, at) => { if (panes[at]) panes[at].scrollTop = top; });
    window.addEventListener("pagehide", () => sessionStorage.setItem(key, JSON.stringify(panes.map((pane) => pane.scrollTop))));
  } catch { /* forbidden: the panes begin at the top */ }
  const here = outline.querySelector("[aria-current]");
  if (here && !outline.scrollTop) outline.scrollTop = Math.max(0, here.offsetTop - outline.clientHeight / 2);

  document.querySelectorAll(".tick-all").forEach((each) => { each.hidden = false; });

  /* --- A new, empty passage is there to be written in ------------------------------------------------------------------ */
  const target = location.hash && document.querySelector(`${CSS.escape(location.hash).replace("\\#", "#")} textarea`);
  if (target && !target.value) target.focus();
})();
