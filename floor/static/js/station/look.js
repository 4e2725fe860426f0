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

// "Bundel 012 · Baju koko · M · PO-A-031", as far as it is known
export function unitOf(item) {
  const unit = item.result && item.result.unit;
  if (!unit) return item.body.code || "";
  return [unit.name, unit.product, unit.size, unit.order].filter(Boolean).join(" · ");
}

// How many pieces went on: those that the last step of the scan took.
export function movedBy(item) {
  const moves = (item.result && item.result.moves) || [];
  if (!moves.length) return null;
  const last = moves[moves.length - 1].to;
  return moves.filter((move) => move.to === last).reduce((sum, move) => sum + move.quantity, 0);
}

export function clockTime(iso, locale) {
  const shown = new Date(iso).toLocaleTimeString(locale === "en" ? "en-GB" : "id-ID", { hour: "2-digit", minute: "2-digit" });
  return shown;
}
