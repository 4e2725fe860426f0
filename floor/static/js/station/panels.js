// The two boards of keys under the answer: one for the code, one for a quantity. At most one is open.
export function panels(buttons) {
  function open(name) {
    for (const button of buttons) {
      const is = button.dataset.opens === name;
      button.setAttribute("aria-expanded", String(is));
      document.getElementById(button.dataset.opens).hidden = !is;
    }
  }
  for (const button of buttons) {
    button.addEventListener("click", () => open(button.getAttribute("aria-expanded") === "true" ? "" : button.dataset.opens));
  }
  return { open, close: () => open("") };
}
