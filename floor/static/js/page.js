// What every page does by itself: fragments that refresh, and a form that isn't sent twice by an impatient finger.
import { refreshFragments } from "./refresh.js";

refreshFragments(document);

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});

// A page that comes back from the browser's memory may be sent again: its id makes that harmless.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// What opens over the page closes again at a tap beside it, or with Escape.
const panel = document.querySelector(".top-me");
if (panel) {
  document.addEventListener("click", (event) => {
    if (!panel.contains(event.target)) panel.open = false;
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !panel.open) return;
    panel.open = false;
    panel.querySelector("summary").focus();
  });
}

// A table wider than its box is scrolled with the arrow keys too, so the box can have the focus.
const boxes = document.querySelectorAll(".table-box, .scrolls");
const reach = () => {
  for (const box of boxes) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
};
reach();
window.addEventListener("resize", reach);
