// The pill that says whether the server hears us, and how many scans wait on the tablet.
import { element, fill, icon, say } from "../dom.js";

export function showLink(pill, place, words) {
  let queued = 0;
  let trouble = "";
  let full = false;

  function draw() {
    const look = full || trouble === "unpaired" ? "stop" : trouble || queued ? "kept" : "good";
    pill.className = "badge badge-" + look;
    fill(pill, icon(look === "kept" ? "off" : look), sentence());
  }

  function sentence() {
    if (full) return words.storeFull;
    if (trouble === "unpaired") return words.unpaired;
    if (trouble) return queued ? say(words.awayWaiting, { count: queued }) : words.away;
    return queued ? say(words.sending, { count: queued }) : words.connected;
  }

  // what the server itself said about why it doesn't take scans now
  function explain(sentence) {
    place.hidden = !sentence;
    if (sentence) fill(place, icon("stop"), element("div", "look-words", element("strong", "", sentence)));
  }

  return {
    sending(state) {
      queued = state.waiting;
      full = full || Boolean(state.full);
      if (state.trouble !== undefined) trouble = state.trouble;
      if (state.sentence !== undefined || !trouble) explain(state.sentence);
      draw();
    },
    polled(state) {
      trouble = state;
      draw();
    },
  };
}
