// A hand scanner types a code and ends it with Enter or Tab, wherever the focus happens to be.
//
// Keys outside any field can mean nothing else, so all of them go into our field, at any speed; no timer ever ends a
// code. Only in another field is speed asked for: a burst that ends in Enter or Tab was the scanner, and is taken back
// out of what a person was typing there.
const BURST_GAP = 50; // ms between two keys; nobody types a whole code that fast
const BURST_LEAST = 8;
const SAME_AGAIN = 1200; // a trigger held too long sends the same code twice

export function listen(form, field, onCode) {
  let lastKey = 0; // when the newest key was pressed, by its own clock: a busy page runs its handlers late
  let last = { code: "", at: -SAME_AGAIN };
  let burst = null;

  function finish() {
    const code = clean(field.value);
    field.value = "";
    take(code);
  }

  function take(code) {
    const at = lastKey || performance.now();
    if (!code || (code === last.code && at - last.at < SAME_AGAIN)) return;
    last = { code, at };
    onCode(code, Date.now() - (performance.now() - at));
  }

  function onKey(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const before = lastKey;
    lastKey = event.timeStamp;
    const target = event.target;
    if (target !== field && isOtherField(target, field)) return watchBurst(event, before);
    burst = null;
    if (event.key === "Enter" || event.key === "Tab") return end(event, target);
    if (target === field) return undefined;
    // An IME tells no key here; with the focus in our field it will write there.
    if (event.key === "Unidentified") field.focus({ preventScroll: true });
    if (event.key.length !== 1 || (event.key === " " && !field.value)) return undefined;
    event.preventDefault();
    field.value += event.key;
    field.focus({ preventScroll: true });
    return undefined;
  }

  function end(event, target) {
    if (!field.value) return; // Enter on a button, Tab to the next: a person at a keyboard
    if (event.key === "Enter" && target === field) return; // the form's own submit follows
    event.preventDefault();
    finish();
  }

  function watchBurst(event, before) {
    const other = event.target;
    if (event.key.length === 1) {
      const goesOn = burst && burst.other === other && event.timeStamp - before < BURST_GAP;
      if (!goesOn) burst = { other, value: other.value, code: "" };
      burst.code += event.key;
      return;
    }
    const ended = event.key === "Enter" || event.key === "Tab";
    if (ended && burst && burst.other === other && burst.code.length >= BURST_LEAST) {
      event.preventDefault();
      other.value = burst.value;
      other.dispatchEvent(new Event("input", { bubbles: true }));
      take(clean(burst.code));
    }
    if (event.key !== "Shift") burst = null;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    finish();
  });
  document.addEventListener("keydown", onKey, true);

  function refocus() {
    if (!isOtherField(document.activeElement, field)) field.focus({ preventScroll: true });
  }
  // Back to our field after a tap, so that the scanner's Enter presses no button and an IME finds a place to write.
  document.addEventListener("click", () => setTimeout(refocus));
  document.addEventListener("visibilitychange", () => document.hidden || refocus());
  field.addEventListener("blur", (event) => event.relatedTarget || setTimeout(refocus));
  refocus();
}

// No control characters, and not the three signs ("]Q1") by which a scanner may name the symbology.
export function clean(text) {
  return text.replace(/[\u0000-\u001f\u007f]/g, "").replace(/^\][A-Za-z][0-9A-Za-z]/, "").trim();
}

function isOtherField(element, field) {
  return Boolean(element) && element !== field && element.matches("input:not([type=checkbox]):not([type=radio]):not([type=file]), textarea, select");
}
