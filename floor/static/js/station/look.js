// How an item of the outbox looks and reads: on the tablet, heard, refused.
export function lookOf(item) {
  if (item.state === "waiting") return "kept";
  if (item.state === "aside") return "stop";
  if (item.result.outcome === "recorded") return "good";
  return item.result.refusal.look;
}

export function sentenceOf(item, words) {
  if (item.state === "waiting") return words.keptSentence;
  if (item.state === "aside") return words.aside;
  return item.result.say || (item.result.refusal ? item.result.refusal.sentence : words.recorded);
}

// "A-031-03/012 · Baju koko · M · PO-A-031", as far as it is known
export function unitOf(item) {
  const unit = item.result && item.result.unit;
  if (!unit) return item.body.code || "";
  return unitWords(unit);
}

export function unitWords(unit) {
  return [unit.unit, unit.product, unit.size, unit.order].filter(Boolean).map(unbroken).join(" · ");
}

// A number such as PO-A-031 stays on one line.
function unbroken(word) {
  return word.replace(/-/g, "\u2011");
}

// How many pieces went on: those that the last step of the scan took; null where it moved none.
export function movedBy(item) {
  const moves = item.result.moves || [];
  if (!moves.length) return null;
  const last = moves[moves.length - 1].from;
  return moves.filter((move) => move.from === last).reduce((sum, move) => sum + move.quantity, 0);
}

export function clockTime(iso, locale) {
  return new Date(iso).toLocaleTimeString(locale === "en" ? "en-GB" : "id-ID", { hour: "2-digit", minute: "2-digit" });
}
