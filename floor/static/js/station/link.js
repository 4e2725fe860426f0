// The pill that says whether the server hears us, and how much waits on the tablet; below it what a person should know:
// why the server takes nothing now, that the clock is wrong, how old the lists are, that another tab does the sending.
import { clockOffset } from "../clock.js";
import { element, fill, icon, say } from "../dom.js";

const MINUTE = 60000;
// Mostly a scan is heard sooner than an eye could follow: it is drawn a moment later, and only where it differs.
const SOON = 300;

export function showLink(pill, place, notes, words) {
  const more = notes.dataset;
  let state = { waiting: 0, trouble: "", sentence: "", full: false, elsewhere: false };
  let old = "";
  let timer = null;
  let drawn = "";

  function draw() {
    if (!timer) timer = setTimeout(drawNow, drawn ? SOON : 0);
  }

  function drawNow() {
    const { full, trouble, waiting } = state;
    const look = full || trouble === "unpaired" ? "stop" : trouble || waiting ? "kept" : "good";
    const now = [look, sentence(), state.sentence, ...notesNow()].join("\n");
    timer = null;
    if (now === drawn) return;
    drawn = now;
    pill.className = "badge badge-" + look;
    fill(pill, icon(look === "kept" ? "off" : look), sentence());
    const isUnpaired = trouble === "unpaired";
    place.hidden = !state.sentence && !isUnpaired;
    if (!place.hidden) fill(place, icon("stop"), element("div", "look-words", element("strong", "", state.sentence || words.unpaired), isUnpaired ? pairAgain() : ""));
    fill(notes, ...notesNow().map((note) => element("li", "", icon("ask"), note)));
  }

  function pairAgain() {
    const made = element("a", "button", words.pairAgain);
    made.href = words.pairAddress;
    return made;
  }

  function sentence() {
    const { full, trouble, waiting, elsewhere } = state;
    if (full) return words.storeFull;
    if (trouble === "unpaired") return words.unpaired;
    if (trouble) return waiting ? say(words.awayWaiting, { count: waiting }) : words.away;
    if (elsewhere && waiting) return say(more.elsewhere, { count: waiting });
    return waiting ? say(words.sending, { count: waiting }) : words.connected;
  }

  function notesNow() {
    const off = clockOffset();
    const minutes = Math.round(Math.abs(off || 0) / MINUTE);
    const wrong = Math.abs(off || 0) > MINUTE ? say(off < 0 ? more.clockFast : more.clockSlow, { minutes }) : "";
    return [wrong, state.trouble ? old : ""].filter(Boolean);
  }

  return {
    sending(now) {
      state = { ...now, full: state.full || now.full };
      draw();
    },
    // `age`: how old the lists are, in words; "" while they are not
    polled(trouble, age) {
      const sentence = trouble ? state.sentence : "";
      state = { ...state, trouble: state.waiting && !trouble ? state.trouble : trouble, sentence };
      old = age ? say(more.old, { age }) : "";
      draw();
    },
  };
}
