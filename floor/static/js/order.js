// What may be sent next, and how: the order is kept for each unit, and a jam on one never holds up another.
export const PHOTOS = "photos";
const FRESH = 4000; // sent later than this, a scan counts as late
const EVERYTHING = "*";

// The labels that an item speaks of. A card (an officer's, a worker's, a command) changes what all later ones mean.
export function unitsOf(kind, fields, undone) {
  if (kind === PHOTOS) return [];
  if (fields.undoes) return undone ? undone.units : [];
  const codes = [fields.code, fields.blank, fields.source].filter(Boolean).map((code) => code.replace(/[\s-]/g, "").toUpperCase());
  return codes.some((code) => /^[FWK]/.test(code) && code.length === 10) ? [EVERYTHING] : codes;
}

// The first items of one kind, at most so many, none of which passes another that speaks of the same label: one that
// waits behind a failure, one of another kind, or one set aside that nobody has looked at yet.
export function nextBatch(queue, asides, isReady, most) {
  const behind = new Set();
  const some = [];
  let aside = 0;
  for (const item of queue) {
    while (aside < asides.length && asides[aside].seq < item.seq) mark(asides[aside++], behind);
    const fits = some.length < most && (!some.length || some[0].kind === item.kind) && isReady(item);
    if (fits && !isBehind(item, behind)) some.push(item);
    else mark(item, behind);
    if (some.length >= most || behind.has(EVERYTHING)) break;
  }
  return some;
}

function mark(item, behind) {
  for (const unit of item.units || []) behind.add(unit);
}

// A card waits for nothing but another card: whatever is behind it waits for a person or for the server to mend itself.
function isBehind(item, behind) {
  return behind.has(EVERYTHING) || (item.units || []).some((unit) => behind.has(unit));
}

// Late is what was made on another page, or some time ago by either clock: the steady one stands still in sleep.
export function asSent(item, page) {
  if (item.page !== page) return { ...item.body, late: true };
  const age = Math.round(performance.now() - item.mono);
  const byWall = Date.now() - Date.parse(item.body.happened_at);
  if (age < FRESH && Math.abs(byWall) < FRESH) return item.body; // else it is old, or the clock was set since
  return { ...item.body, late: true, age_ms: age };
}

// What was answered, for a server that may have forgotten it. A photo isn't: what was read in it waits by itself.
export function waitAgain(item) {
  return item.kind === PHOTOS ? item : { ...item, state: "waiting", page: "", again: true };
}

// Answered once more, as before: nobody needs to read it again.
export function sameNo(before, now) {
  return Boolean(before && before.refusal && now.refusal && before.refusal.code === now.refusal.code);
}
