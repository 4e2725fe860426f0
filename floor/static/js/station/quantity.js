// Another quantity than all that waits: typed before the scan, or in answer to one that asked for too many.
export function quantityFor(parts, onCount) {
  const { field, use, armed, armedNumber, cancel, panels } = parts;
  let code = null; // the label that was asked about; null: the next one that is scanned

  function value() {
    const number = Number(field.value);
    return Number.isInteger(number) && number > 0 ? number : null;
  }

  function draw() {
    field.value = field.value.replace(/\D/g, "").slice(0, 5);
    use.disabled = value() === null;
    armed.hidden = value() === null || code !== null;
    armedNumber.textContent = field.value;
  }

  function forget() {
    field.value = "";
    code = null;
    draw();
  }

  field.addEventListener("input", draw);
  cancel.addEventListener("click", forget);
  use.closest("form").addEventListener("submit", (event) => {
    event.preventDefault();
    panels.close();
    if (code === null || value() === null) return;
    const asked = { code, quantity: value() };
    forget();
    onCount(asked);
  });
  draw();

  return {
    isArmed: () => code === null && value() !== null,
    // the quantity for the scan that comes now, if one was typed
    take() {
      const quantity = code === null ? value() : null;
      forget();
      return quantity;
    },
    askAbout(label) {
      forget();
      code = label;
      panels.open("quantity-panel");
    },
  };
}
