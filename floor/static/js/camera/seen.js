// Which of the labels in the picture count now. A label is one scan for as long as it is in view, however often it is
// read meanwhile: it counts again only after it was gone for a while, so that a hand that passes over it, a blurred
// moment or a hunting focus double nothing. Another label in view changes nothing: two that lie side by side would
// take turns. Cards (badges, commands, stations) count only when one is shown by itself and held for a moment: of a
// sheet full of commands nobody means the first that the camera happens to read.
import { isCode, isGoods } from "../code.js";

const GONE = 1500; // ms of looking without seeing it
const GONE_LOOKS = 3; // and so many looks: a slow tablet looks rarely
const STEADY = 600; // ms that a card is held before the camera
const LONGEST_LOOK = 500; // more than this since the last look was no looking: the page slept, the camera was off

// A label carries its code twice or three times.
export function oneOfEach(labels) {
  return labels.filter((label, place) => labels.findIndex((one) => one.text === label.text) === place);
}

export function watchLabels() {
  const known = new Map(); // text -> {seen: when last, since: when first (by itself), looks: without it since, counted}
  let watched = 0; // ms that were really looked at
  let before = null;

  // `labels` of a look at `at` (ms); `hold`: nothing counts now, though it is seen. Answers the texts that count.
  return function look(labels, at, hold = false) {
    watched += before === null ? 0 : Math.min(at - before, LONGEST_LOOK);
    before = at;
    forgetGone(new Set(labels.map((label) => label.text)));
    const ours = oneOfEach(labels.filter((label) => isCode(label.text))); // of a photo's others two readers must agree
    return ours.filter((label) => isCounted(label, ours.length === 1) && !hold).map(counted);
  };

  function isCounted({ text, symbology }, isAlone) {
    const was = known.get(text) || { since: watched, looks: null, counted: false };
    const one = { seen: watched, since: isAlone ? was.since : watched, looks: 0, counted: was.counted };
    known.set(text, one);
    if (one.counted) return false;
    if (!isGoods(text)) return isAlone && watched - one.since >= STEADY;
    return symbology === "QRCode" || was.looks === 0; // bars: twice in a row
  }

  function counted({ text }) {
    known.get(text).counted = true;
    return text;
  }

  function forgetGone(inView) {
    for (const [text, one] of known) {
      if (inView.has(text)) continue;
      one.looks += 1;
      if (watched - one.seen >= GONE && one.looks >= GONE_LOOKS) known.delete(text);
    }
  }
}
