// One tap within thirty seconds takes a scan back: the last one by the large button, each of the others by its own.
import { button, element } from "../dom.js";

const WITHIN = 30000;
const BEAT = 250;

export function offerUndo(large, left, words, onUndo) {
  const offered = new Map(); // item: until when, by the steady clock
  let last = null;
  let timer = null;

  function seconds(item) {
    return offered.has(item) ? Math.ceil((offered.get(item) - performance.now()) / 1000) : 0;
  }

  function tick() {
    for (const item of Array.from(offered.keys())) if (seconds(item) <= 0) offered.delete(item);
    const open = last !== null && offered.has(last);
    large.disabled = !open;
    left.textContent = open ? String(seconds(last)) : "";
    for (const small of document.querySelectorAll("[data-undoes]")) {
      const item = Array.from(offered.keys()).find((one) => one.id === small.dataset.undoes);
      small.hidden = !item;
      if (item) small.lastChild.textContent = String(seconds(item));
    }
    if (offered.size) return;
    clearInterval(timer);
    timer = null;
  }

  function take(item) {
    if (!item || !offered.has(item)) return;
    offered.delete(item);
    if (item === last) last = null;
    tick();
    onUndo(item);
  }

  large.addEventListener("click", () => take(last));

  return {
    offer(item) {
      const age = Date.now() - Date.parse(item.body.happened_at);
      last = null;
      if (age >= 0 && age < WITHIN) {
        last = item;
        offered.set(item, performance.now() + WITHIN - age);
        if (!timer) timer = setInterval(tick, BEAT);
      }
      tick();
    },
    // the large button is for the last scan only, whatever became of it
    forget() {
      last = null;
      tick();
    },
    // a scan's own button, while it may be taken back; "" where it may not
    buttonFor(item) {
      if (!offered.has(item)) return "";
      const small = button(words.undo, "undo", "", () => take(item));
      small.classList.add("undo-own");
      small.dataset.undoes = item.id;
      small.append(element("b", "undo-left", String(seconds(item))));
      return small;
    },
  };
}
