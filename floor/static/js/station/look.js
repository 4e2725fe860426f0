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
  const code = item.body.code || "";
  return /^[FWK]/i.test(code) ? "" : code;
}

export function unitWords(unit) {
  return [unit.unit, unit.product, unit.size, unit.order].filter(Boolean).join(" · ");
}

// How many pieces went on: those that the last step of the scan took; null where it moved none.
export function movedBy(item) {
  const moves = item.result.moves || [];
  if (!moves.length) return null;
  const last = moves[moves.length - 1].from;
  return moves.filter((move) => move.from === last).reduce((sum, move) => sum + move.quantity, 0);
}

// The time on the site's clock, whatever zone the tablet believes it is in.
export function clockTime(iso, locale, zone) {
  const shown = { hour: "2-digit", minute: "2-digit", timeZone: zone || undefined };
  return new Date(iso).toLocaleTimeString(locale === "en" ? "en-GB" : "id-ID", shown);
}
