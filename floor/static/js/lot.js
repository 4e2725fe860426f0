// Lots: bundles are chosen by scanning them; drawn pieces are judged through the outbox, so that whoever has no network
// after the draw finishes the lot. The tablet counts along as the server does (floor/rules/sampling.py).
import { element, fill, icon, say } from "./dom.js";
import { showKept } from "./kept.js";
import { openOutbox } from "./outbox.js";
import { openStore } from "./store.js";
import { listen } from "./wedge.js";

const CLASSES = ["critical", "major", "minor"];
const PATIENCE = 1500;
const find = (id) => document.getElementById(id);
const all = (where, what) => Array.from(where.querySelectorAll(what));

function tell(place, look, sentence) {
  place.className = "look look-" + look;
  place.setAttribute("role", "alert");
  fill(place, icon(look), element("div", "look-words", element("strong", "", sentence)));
  place.hidden = !sentence;
}

// The bundles of a lot: a scan adds one, a tap takes it off.
function startChoosing(wedge, forms) {
  const ticks = forms.flatMap((form) => all(form, "input[name=unit]"));

  function count(form) {
    const chosen = all(form, "input[name=unit]:checked");
    const pieces = chosen.reduce((sum, tick) => sum + Number(tick.dataset.quantity), 0);
    form.querySelector(".tally").textContent = chosen.length ? say(form.dataset.total, { pieces, bundles: chosen.length }) : "";
  }

  listen(wedge, find("code"), (code) => {
    const tick = ticks.find((one) => one.value === code.replace(/[\s-]/g, "").toUpperCase());
    const other = tick && forms.find((form) => form !== tick.form && form.querySelector("input[name=unit]:checked"));
    if (!tick || other) return tell(find("lot-said"), "stop", other ? wedge.dataset.other : wedge.dataset.notHere);
    tell(find("lot-said"), "good", "");
    tick.checked = true;
    count(tick.form);
    return tick.scrollIntoView({ block: "center" });
  });
  for (const form of forms) {
    form.addEventListener("change", () => count(form));
    count(form);
  }
}

// As floor/rules/standard.py reads a number; NaN where it is none.
function readNumber(text) {
  const plain = text.replace(/ /g, "").replace(",", ".");
  return /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(plain) ? Number(plain) : NaN;
}

function isInside(field) {
  const value = readNumber(field.value);
  const { low, high } = field.dataset;
  return value >= (low === "" ? -Infinity : Number(low) - 1e-9) && value <= (high === "" ? Infinity : Number(high) + 1e-9);
}

async function startLooking(form, end, undo) {
  const words = form.dataset;
  const pieces = all(find("lot-pieces"), "li");
  const said = find("lot-said");
  const panel = find("kept");
  const onServer = new Map(pieces.filter((piece) => "looked" in piece.dataset).map((piece) => [piece.dataset.draw, piece.dataset.worst]));
  let outbox = null;
  let ended = null;
  if (panel && !("owesPin" in words)) outbox = await openOutbox(await openStore(), onChange, () => outbox && draw());

  form.addEventListener("input", () => all(form, ".check").forEach(judge));
  form.addEventListener("submit", look);
  if (outbox) {
    end.addEventListener("submit", finish);
    undo.addEventListener("submit", takeBack);
  }
  draw();

  // What the tablet knows of this lot besides what the server had when the page was made.
  function ours() {
    return outbox ? outbox.items.filter((item) => item.kind === "inspections" && item.body.lot === words.lot && stands(item)) : [];
  }

  function stands(item) {
    return item.state === "waiting" || (item.state === "answered" && item.result.outcome === "recorded");
  }

  function looked() {
    const found = new Map(onServer);
    const byId = new Map();
    for (const item of ours()) {
      if (item.body.draw) {
        byId.set(item.id, String(item.body.draw));
        found.set(String(item.body.draw), item.worst || worstOf(item.body));
      } else if (item.body.undoes) {
        found.delete(byId.get(item.body.undoes) || (item.body.undoes === undo.dataset.last ? undo.dataset.draw : ""));
      }
    }
    return found;
  }

  // The worst class of what was found on a piece: of its defects and of the checks that failed.
  function worstOf(body) {
    const severities = (body.defects || []).map((fault) => severityOf("input[name=defect][value=\"" + fault.defect + "\"]"));
    for (const finding of body.findings || []) {
      const field = form.querySelector("fieldset[data-of=\"" + body.code + "\"] [name=\"check_" + finding.check + "_1\"]");
      if (field && field.dataset.severity && finding.value !== undefined && !isInside({ value: String(finding.value), dataset: field.dataset })) severities.push(field.dataset.severity);
    }
    return CLASSES.find((severity) => severities.includes(severity)) || "";
  }

  function severityOf(what) {
    const field = form.querySelector(what);
    return field ? field.dataset.severity : "";
  }

  function judge(check) {
    const field = check.querySelector("input[data-low]");
    if (!field) return;
    const place = check.querySelector(".check-said");
    const isEmpty = !field.value.trim();
    const good = isInside(field);
    check.classList.toggle("is-inside", !isEmpty && good);
    check.classList.toggle("is-outside", !isEmpty && !good);
    if (isEmpty) fill(place);
    else fill(place, icon(good ? "good" : "stop"), Number.isNaN(readNumber(field.value)) ? words.unclear : good ? words.inside : words.outside);
  }

  // Whether a piece owes a check that the first of its size and batch owe: as floor/quality/lot_pieces.py counts, with
  // what the server had when the page was made, and what was taken back since counted as unanswered.
  function isOwed(check, piece) {
    const found = looked();
    const alike = new Set(pieces.filter((one) => one.dataset.alike === piece.dataset.alike).map((one) => one.dataset.draw));
    const key = Number(/\d+/.exec(check.querySelector("input").name)[0]);
    const answered = new Set();
    for (const { body } of ours()) {
      const number = String(body.draw || "");
      if (alike.has(number) && found.has(number) && !onServer.has(number) && (body.findings || []).some((finding) => finding.check === key)) answered.add(number);
    }
    const takenBack = Array.from(onServer.keys()).filter((number) => alike.has(number) && !found.has(number)).length;
    return Number(check.dataset.answered) + answered.size - takenBack < Number(check.dataset.first);
  }

  function draw() {
    if (panel && outbox) {
      const waiting = outbox.waiting();
      panel.hidden = !waiting.length;
      panel.querySelector("b").textContent = String(waiting.length);
      showKept(panel.querySelector("ol"), waiting.slice(0, 20));
    }
    const found = looked();
    let isLost = false;
    for (const place of all(find("lot-classes"), ".lot-class")) isLost = drawClass(place, found) || isLost;
    find("lot-count").textContent = found.size + "/" + pieces.length;
    for (const piece of pieces) drawPiece(piece, found);
    const isDone = isLost || found.size >= pieces.length;
    form.hidden = isDone || Boolean(ended);
    end.hidden = !isDone || Boolean(ended);
    all(end, "[data-when]").forEach((part) => { part.hidden = (part.dataset.when === "rejected") !== isLost; });
    undo.hidden = !found.size || Boolean(ended) || Boolean(outbox && !lastOf());
    show(pieces.find((piece) => !found.has(piece.dataset.draw)));
  }

  function drawClass(place, found) {
    const { size, accept } = place.dataset;
    const own = Array.from(found).filter(([number]) => Number(number) <= Number(size));
    const counted = place.dataset.class === "critical" ? Array.from(found) : own; // as floor/rules/sampling.py counts
    const bad = counted.filter(([, worst]) => worst === place.dataset.class).length;
    const isLost = bad > Number(accept);
    const isDone = own.length >= Number(size);
    const told = find("lot-classes").dataset;
    place.classList.toggle("is-lost", isLost);
    place.classList.toggle("is-done", isDone && !isLost);
    place.querySelector(".lot-found b").textContent = String(bad);
    place.querySelector(".lot-state > span").textContent = isLost ? told.only : isDone ? told.done : say(told.going, { looked: own.length, size });
    return isLost;
  }

  function drawPiece(piece, found) {
    const worst = found.get(piece.dataset.draw);
    piece.className = worst === undefined ? "" : worst ? "is-bad" : "is-good";
  }

  // The piece to take now; what was ticked for the one before goes.
  function show(piece) {
    if (!piece || form.elements.draw.value === piece.dataset.draw) return;
    form.reset();
    all(form, ".check").forEach((check) => check.classList.remove("is-inside", "is-outside"));
    all(form, ".check-said").forEach((place) => fill(place));
    form.elements.draw.value = piece.dataset.draw;
    form.elements.code.value = piece.dataset.code;
    find("lot-bundle").textContent = piece.dataset.bundle;
    find("lot-position").textContent = say(words.position, { position: piece.dataset.position });
    find("lot-unit").textContent = piece.dataset.unit;
    form.querySelector(".lot-bad").open = false;
    for (const check of all(form, ".check[data-first]")) check.hidden = !isOwed(check, piece);
    for (const checks of all(form, ".lot-checks")) {
      checks.disabled = checks.dataset.of !== piece.dataset.code;
      checks.hidden = checks.disabled || !all(checks, ".check").some((check) => !check.hidden);
    }
  }

  function look(event) {
    const pressed = event.submitter;
    const findings = findingsOf();
    const defects = all(form, "input[name=defect]:checked").map((tick) => tick.value);
    const isGood = pressed && pressed.value === "good";
    const problem = !pressed ? words.owed : isGood ? whyNotGood(findings) : defects.length ? "" : words.defect;
    if (problem) {
      event.preventDefault();
      if (!isGood) form.querySelector(".lot-bad").open = true;
      return tell(said, "ask", problem);
    }
    if (!outbox) return undefined;
    event.preventDefault();
    tell(said, "good", "");
    const what = pressed.value;
    const counts = isGood ? { passed: 1 } : what === "rework" ? { rework: [{ quantity: 1, to_step: null }] } : { [what]: 1 };
    const faults = isGood ? [] : defects.map((defect) => ({ defect, quantity: 1, outcome: what }));
    return send({ code: form.elements.code.value, draw: Number(form.elements.draw.value), ...counts, defects: faults, findings });
  }

  function whyNotGood(findings) {
    const now = form.querySelector(".lot-checks:not([hidden])");
    const asked = now ? all(now, ".check").filter((check) => !check.hidden) : [];
    if (findings.length < asked.length) return words.owed;
    if (findings.some((finding) => finding.good === false)) return words.failed;
    return asked.some((check) => check.querySelector("input[data-low]") && !isInside(check.querySelector("input[data-low]"))) ? words.failed : "";
  }

  function findingsOf() {
    const found = [];
    for (const [name, typed] of new FormData(form).entries()) {
      const asked = /^check_(\d+)_1$/.exec(name);
      if (!asked || !typed.trim()) continue;
      const about = { check: Number(asked[1]), piece: 1 };
      if (typed === "yes" || typed === "no") found.push({ ...about, good: typed === "yes" });
      else if (!Number.isNaN(readNumber(typed))) found.push({ ...about, value: readNumber(typed) });
    }
    return found;
  }

  function send(fields) {
    const item = outbox.judge({ lot: words.lot, station: words.station, ...fields }, Date.now());
    setTimeout(() => item.state === "waiting" && !ended && tell(said, "kept", words.kept), PATIENCE);
    return item;
  }

  function finish(event) {
    const pressed = event.submitter;
    if (!pressed) return event.preventDefault();
    // A PIN is never kept on the tablet: an end that a second officer confirms is sent as the form it is.
    if (pressed.value === "accepted" && end.elements.second && !outbox.waiting().length) return undefined;
    event.preventDefault();
    if (pressed.value === "accepted" && end.elements.second) return tell(said, "kept", words.kept);
    const checked = end.querySelector("[name=all_checked]");
    if (pressed.value === "accepted" && checked && !checked.checked) return tell(said, "ask", checked.closest("label").textContent.trim());
    const word = pressed.value === "accepted" ? end.dataset.accepted : end.dataset.rejected;
    ended = send({ code: end.elements.code.value, lot_end: pressed.value, all_checked: Boolean(checked && checked.checked) });
    tell(said, "kept", say(end.dataset.kept, { word }));
    return draw();
  }

  function lastOf() {
    const undone = new Set(ours().map((item) => item.body.undoes).filter(Boolean));
    const mine = ours().filter((item) => item.body.draw && !undone.has(item.id)).pop();
    return mine ? mine.id : undone.has(undo.dataset.last) ? "" : undo.dataset.last;
  }

  function takeBack(event) {
    event.preventDefault();
    const last = lastOf();
    if (last) send({ undoes: last });
  }

  function onChange(item) {
    if (!outbox || item.body.lot !== words.lot) return;
    if (item.state === "answered" && item.result.outcome === "recorded" && item === ended) location.reload();
    if (item.state === "answered" && item.result.outcome === "refused" && item.unread) refused(item);
    if (item.state === "answered" && !outbox.waiting().length && said.classList.contains("look-kept")) tell(said, "good", "");
    draw();
  }

  function refused(item) {
    const { code, sentence, look } = item.result.refusal;
    if (item === ended) ended = null;
    outbox.acknowledge(item);
    if (["PIN_NEEDED", "LOT_ENDED", "SECOND_OFFICER_NEEDED"].includes(code)) location.reload();
    else tell(said, look, sentence);
  }
}

if (find("wedge")) startChoosing(find("wedge"), all(document, ".lot-offer"));
if (find("lot-look")) startLooking(find("lot-look"), find("lot-end"), find("lot-undo"));
