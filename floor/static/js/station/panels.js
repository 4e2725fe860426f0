// The two boards of keys under the answer: one for the code, one for a quantity. At most one is open.
export function panels(buttons) {
  function open(name) {
    const wasOpen = buttons.some((button) => button.getAttribute("aria-expanded") === "true");
    for (const button of buttons) {
      const is = button.dataset.opens === name;
      const board = document.getElementById(button.dataset.opens);
      button.setAttribute("aria-expanded", String(is));
      board.hidden = !is;
      if (is) board.scrollIntoView({ block: "nearest" }); // on a tablet that lies it stands below the screen
    }
    if (wasOpen && !name) window.scrollTo(0, 0); // back to the answer
  }
  for (const button of buttons) {
    button.addEventListener("click", () => open(button.getAttribute("aria-expanded") === "true" ? "" : button.dataset.opens));
  }
  return { open, close: () => open("") };
}
