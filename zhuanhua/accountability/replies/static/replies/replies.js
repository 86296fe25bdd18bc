// Walks through the figures of a letter: J the next, K the one before; Enter opens the focused one, as any link.
// In the writing page, the buttons of the picker put a mark where the cursor last stood.
"use strict";
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  const step = { j: 1, k: -1 }[event.key.toLowerCase()];
  if (!step) return;
  const figures = [...document.querySelectorAll(".letter a.claim")];
  if (!figures.length) return;
  const held = figures.indexOf(document.activeElement);
  const here = held >= 0 ? held : figures.findIndex((figure) => figure.hasAttribute("aria-current")) - (step > 0 ? 1 : 0);
  const next = figures[Math.min(Math.max(here + step, 0), figures.length - 1)];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  event.preventDefault();
});
document.addEventListener("click", (event) => {
  const chosen = event.target.closest(".letter a.claim");
  if (!chosen) return;
  document.querySelectorAll(".letter a.claim[aria-current]").forEach((figure) => figure.removeAttribute("aria-current"));
  chosen.setAttribute("aria-current", "true");
});
const text = document.querySelector("#letter-form textarea[name=body]");
if (text) {
  const show = () => document.querySelectorAll("[data-insert][hidden]").forEach((button) => { button.hidden = false; });
  show();
  document.addEventListener("htmx:afterSwap", show);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    if (!button) return;
    text.setRangeText(button.dataset.insert, text.selectionStart, text.selectionEnd, "end");
    text.focus();
    text.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
