// A scanner's keys in a field where a person types: quicker than anybody types, or as even as nobody types and a code by
// its check character. They are taken back out of the field; everything else stays as it was typed.
import { readScan } from "./code.js";

const QUICK = 50; // ms between two keys; nobody types a whole code that fast
const LEAST = 8;
const LENGTH = 10;
const SLOWEST = 400;
const UNEVEN = 2; // a person's slowest key takes longer than twice the quickest

export function watchBursts(onText) {
  let run = []; // {key, at, value}: each key, when it was pressed, what stood in the field before
  let other = null;

  // An IME names no key: what it wrote comes with the event that follows.
  document.addEventListener("input", (event) => {
    if (event.target === other && run.length && !run[run.length - 1].key) run[run.length - 1].key = event.data || "";
  }, true);

  return function watch(event, ends) {
    if (event.target !== other) run = [];
    other = event.target;
    if (ends) return end(event);
    if (event.key.length === 1 || event.keyCode === 229) {
      run.push({ key: event.key.length === 1 ? event.key : "", at: event.timeStamp, value: other.value });
    } else if (event.key !== "Shift") {
      run = [];
    }
    return undefined;
  };

  function end(event) {
    const scanned = run.slice(quickFrom());
    const found = scanned.length >= LEAST ? scanned : evenCode();
    run = [];
    if (!found) return;
    event.preventDefault();
    other.value = found[0].value;
    other.dispatchEvent(new Event("input", { bubbles: true }));
    onText(found.map((one) => one.key).join(""), event.timeStamp);
  }

  function quickFrom() {
    let from = run.length - 1;
    while (from > 0 && run[from].at - run[from - 1].at < QUICK) from -= 1;
    return Math.max(from, 0);
  }

  // A slow (Bluetooth) scanner. In a field for codes somebody may well type one.
  function evenCode() {
    const tail = run.slice(-LENGTH);
    const gaps = tail.slice(1).map((one, at) => one.at - tail[at].at);
    const [quickest, slowest] = [Math.min(...gaps), Math.max(...gaps)];
    const isEven = tail.length === LENGTH && slowest < SLOWEST && slowest < UNEVEN * quickest;
    const isOne = isEven && other.name !== "code" && readScan(tail.map((one) => one.key).join(""), 0).codes.length === 1;
    return isOne ? tail : null;
  }
}
