import { say } from "../dom.js";

// How an item of the outbox looks and reads: on the tablet, heard, refused.
export function lookOf(item) {
  if (item.state === "waiting") return item.loose ? "stop" : "kept";
  if (item.state === "aside") return "stop";
  if (item.result.outcome === "recorded") return "good";
  return item.result.refusal.look;
}

export function sentenceOf(item, words) {
  if (item.state === "waiting") return item.loose ? words.notKeptSentence : item.doubt || words.keptSentence;
  if (item.state === "aside" && !item.result) return words.aside;
  return item.result.say || (item.result.refusal ? item.result.refusal.sentence : words.recorded);
}

// The word above the sentence; a sentence that begins with it needn't say it twice.
export function wordOf(item, words) {
  return item.body.undoes && lookOf(item) === "good" ? words.undone : words[lookOf(item)];
}

export function sentenceBelow(item, words) {
  return withoutWord(sentenceOf(item, words), wordOf(item, words));
}

export function withoutWord(said, word) {
  return said.startsWith(word + ". ") ? said.slice(word.length + 2) : said;
}

// "A-031-03/012 · Baju koko · M · PO-A-031", as far as it is known. What stands on a card is never shown: a badge's code
// would sign in whoever types it.
export function unitOf(item) {
  const unit = item.result && item.result.unit;
  if (unit) return unitWords(unit);
  const code = item.body.code || item.body.blank || "";
  return /^[FWK]/i.test(code) ? "" : code;
}

export function unitWords(unit) {
  return [unit.unit, unit.product, unit.size, unit.order].filter(Boolean).join(" · ");
}

// The large numeral, and what stands below it: the pieces that this scan moved, of those that were asked for. Nothing moved
// is a plain zero, so that nobody takes a refused scan for a counted one. null where no pieces are meant (a badge, a card).
export function numeralOf(item, words) {
  const look = lookOf(item);
  const asked = askedOf(item);
  if (look === "kept") return asked ? { number: String(asked), below: countedIn(item, asked, words) } : null;
  const moved = movedBy(item);
  if (moved) return { number: String(moved), below: countedIn(item, moved, words) };
  if (look === "good") return null;
  return { number: "0", below: asked ? say(words.ofAsked, { count: asked, pieces: countedIn(item, asked, words) }) : words.noneCounted };
}

// The pieces that went on: those that the last step of the scan took; 0 where it moved none.
export function movedBy(item) {
  const moves = (item.result && item.result.moves) || [];
  if (!moves.length) return 0;
  const last = moves[moves.length - 1].from;
  return moves.filter((move) => move.from === last).reduce((sum, move) => sum + move.quantity, 0);
}

// What was typed, else what the screen said that waits here, else all that the label stands for.
function askedOf(item) {
  const unit = item.result && item.result.unit;
  return item.body.quantity || item.body.seen || (unit ? unit.quantity : 0);
}

function countedIn(item, quantity, words) {
  const known = JSON.parse(quantity === 1 ? words.one : words.many);
  const word = item.result && item.result.unit ? item.result.unit.counted_in : "potong";
  return known[word] || word;
}

const clocks = new Map(); // by language and zone: making one takes a slow tablet as long as drawing a list

// The time on the site's clock, whatever zone the tablet believes it is in.
export function clockTime(iso, locale, zone) {
  const name = locale + zone;
  const shown = { hour: "2-digit", minute: "2-digit", timeZone: zone || undefined };
  if (!clocks.has(name)) clocks.set(name, new Intl.DateTimeFormat(locale === "en" ? "en-GB" : "id-ID", shown));
  return clocks.get(name).format(new Date(iso));
}
