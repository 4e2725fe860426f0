// Big keys on the screen for a field beside them: <div data-pad="field-id"> with <button data-key="7">.
export function startPads(root) {
  for (const pad of root.querySelectorAll("[data-pad]")) {
    const field = document.getElementById(pad.dataset.pad);
    // The tablet's own keyboard would cover half of what is to be seen.
    field.inputMode = "none";
    pad.hidden = false;
    pad.addEventListener("click", (event) => {
      const key = event.target.closest("[data-key]");
      if (!key) return;
      field.value = key.dataset.key === "back" ? field.value.slice(0, -1) : field.value + key.dataset.key;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
}
