// One tap within thirty seconds takes a scan back: the last one by the large button, each of the others by its own.
import { button, element, put } from "../dom.js";

const WITHIN = 30000;
const BEAT = 250;
const HELD = 600;

export function offerUndo(large, left, words, onUndo) {
  const offered = new Map(); // item: until when, by the steady clock
  let last = null;
  let timer = null;

  function seconds(item) {
    return offered.has(item) ? Math.ceil((offered.get(item) - performance.now()) / 1000) : 0;
  }

  function tick() {
    clearTimeout(timer);
    for (const item of Array.from(offered.keys())) if (seconds(item) <= 0) offered.delete(item);
    const open = last !== null && offered.has(last);
    if (large.disabled === open) large.disabled = !open;
    put(left, open ? String(seconds(last)) : "");
    for (const small of document.querySelectorAll("[data-undoes]")) {
      const item = Array.from(offered.keys()).find((one) => one.id === small.dataset.undoes);
      small.hidden = !item;
      if (item) put(small.lastChild, String(seconds(item)));
    }
    if (offered.size) timer = setTimeout(tick, BEAT);
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
      }
      tick();
    },
    // The large button is for the last scan only, whatever became of it. Nothing is drawn for that: the next answer is
    // near, and every frame before it is a frame too late.
    forget() {
      last = null;
      clearTimeout(timer);
      timer = setTimeout(tick, HELD);
    },
    // the last scan, while it may be taken back; else null
    last: () => (last !== null && offered.has(last) ? last : null),
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
