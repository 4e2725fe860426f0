// The last scans, newest first, and those refused later on that nobody has read yet.
import { button, element, fill, icon, say } from "../dom.js";
import { PHOTOS } from "../order.js";
import { lookOf, sentenceOf, unitOf } from "./look.js";

const SHOWN = 4;
const MOST_UNREAD = 20;

export function showRecent(list, items, words, when, undo) {
  const newest = items.slice(-SHOWN).reverse();
  fill(list, ...newest.map((item, place) => row(item, words, when, place ? undo.buttonFor(item) : "")));
}

// The newest has the large button; the others their own, while they may be taken back.
function row(item, words, when, undoIt) {
  const look = lookOf(item);
  return element("li", "recent recent-" + look,
    icon(look),
    element("span", "recent-when", when(item.body.happened_at)),
    element("span", "recent-words", element("b", "", item.body.undoes ? words.undo : unitOf(item)), element("span", "", sentenceOf(item, words))),
    undoIt,
  );
}

// What was refused while somebody had already gone on: it stays until it is read.
export function showUnread(place, items, words, when, onRead, onRetry) {
  const shown = items.slice(0, MOST_UNREAD);
  place.hidden = !items.length;
  fill(place, ...shown.map((item) => element("li", "look look-" + lookOf(item),
    icon(lookOf(item)),
    element("div", "look-words", element("strong", "", sentenceOf(item, words)), element("p", "", nameOf(item, place, when))),
    item.state === "aside" ? button(place.dataset.again, "", "", () => onRetry(item)) : "",
    button(item.kind === PHOTOS ? place.dataset.drop : words.read, "", "", () => onRead(item)),
  )), items.length > shown.length ? element("li", "", say(words.more, { count: items.length - shown.length })) : "");
}

function nameOf(item, { dataset }, when) {
  return item.kind === PHOTOS ? dataset.photo + " · " + when(item.body.happened_at) : unitOf(item);
}
