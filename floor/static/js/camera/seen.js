// Which of the labels in the picture count now. A label is one scan for as long as it is in view, however often it is
// read meanwhile: it counts again only after it was gone for a while, so that a hand that passes over it, a blurred
// moment or a hunting focus double nothing. Another label in view changes nothing: two that lie side by side would
// take turns.
import { isCode } from "../code.js";

const GONE = 1500; // ms of looking without seeing it
const GONE_LOOKS = 3; // and so many looks: a slow tablet looks rarely
const LONGEST_LOOK = 500; // more than this since the last look was no looking: the page slept, the camera was off

export function watchLabels() {
  const known = new Map(); // text -> {seen: when last, looks: without it since, counted}
  let watched = 0; // ms that were really looked at
  let before = null;

  // `labels` of a look at `at` (ms); `hold`: nothing counts now, though it is seen. Answers the texts that count.
  return function look(labels, at, hold = false) {
    watched += before === null ? 0 : Math.min(at - before, LONGEST_LOOK);
    before = at;
    forgetGone(new Set(labels.map((label) => label.text)));
    const counts = [];
    for (const { text, symbology } of labels) {
      if (!isCode(text)) continue; // texts that aren't ours come from photos only, where two readers must agree
      const was = known.get(text);
      const isSure = symbology === "QRCode" || (was !== undefined && was.looks === 0);
      const one = { seen: watched, looks: 0, counted: was !== undefined && was.counted };
      known.set(text, one);
      if (one.counted || !isSure || hold) continue;
      one.counted = true;
      counts.push(text);
    }
    return counts;
  };

  function forgetGone(inView) {
    for (const [text, one] of known) {
      if (inView.has(text)) continue;
      one.looks += 1;
      if (watched - one.seen >= GONE && one.looks >= GONE_LOOKS) known.delete(text);
    }
  }
}
