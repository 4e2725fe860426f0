// Lots: bundles are chosen by scanning them; drawn pieces are judged through the outbox, so that whoever has no network
// after the draw finishes the lot. The tablet counts along as the server does (floor/rules/sampling.py).
import { fill, element, icon, say } from "./dom.js";
import { sendPictures, startPictures } from "./inspect/pictures.js";
import { showKept } from "./kept.js";
import { startChoosing } from "./lot/choose.js";
import { startPiece } from "./lot/piece.js";
import { openOutbox } from "./outbox.js";
import { signInHere } from "./people.js";
import { openStore } from "./store.js";

const PATIENCE = 1500;
const UNDO_WITHIN = 30000;
const STALE = ["PIN_NEEDED", "LOT_ENDED", "LOT_PIECE_TWICE", "LOT_NOT_DONE", "SECOND_OFFICER_NEEDED", "LOT_TOO_LIGHT"]; // the page is old
const find = (id) => document.getElementById(id);
const all = (where, what) => Array.from(where.querySelectorAll(what));

function tell(place, look, sentence) {
  place.className = "look look-" + look;
  place.setAttribute("role", "alert");
  fill(place, icon(look), element("div", "look-words", element("strong", "", sentence)));
  place.hidden = !sentence;
  if (sentence) place.scrollIntoView({ block: "center" });
}

// Null where the PIN must be typed, and on a page that is no station's. Photos are sent after what it knows of the server.
async function outboxHere(words, photos, onChange, onDraw) {
  if (!find("kept") || "owesPin" in words) return null;
  const store = await openStore();
  const outbox = await openOutbox(store, onChange, onDraw);
  photos.follow({ epoch: store.epoch, noteEpoch: outbox.noteEpoch });
  return outbox;
}

async function startLooking(form, end, undo, reopen) {
  const words = form.dataset;
  const pieces = all(find("lot-pieces"), "li");
  const said = find("lot-said");
  const panel = find("kept");
  const onServer = new Map(pieces.filter((piece) => "looked" in piece.dataset).map((piece) => [piece.dataset.draw, piece.dataset.worst]));
  const kept = all(find("lot-pieces"), ".piece-again").map((again) => ({ draw: again.closest("li").dataset.draw, id: again.value }));
  const inHand = startPiece(form);
  form.addEventListener("submit", mayGo); // before its photos are filed
  const photos = sendPictures();
  const pictures = startPictures(find("pictures"), form, photos);
  let outbox = null;
  let ended = null;
  let denied = null; // the last look that was refused: its photos go with the next at the same piece
  outbox = await outboxHere(words, photos, onChange, () => outbox && draw());
  // What was answered before this page was made, the page knows: it may have been taken back since.
  const before = new Set(outbox ? outbox.items.filter((item) => item.state === "answered").map((item) => item.id) : []);

  form.addEventListener("submit", look);
  if (outbox) {
    ended = ours().filter((item) => item.body.lot_end && item.state === "waiting" && !isUndone(item)).pop() || null;
    end.addEventListener("submit", finish);
    undo.addEventListener("submit", takeBack);
    reopen.addEventListener("submit", open);
    setInterval(drawReopen, 1000);
  }
  draw();

  // What the tablet knows of this lot besides what the server had when the page was made.
  function ours() {
    return outbox ? outbox.items.filter((item) => item.kind === "inspections" && item.body.lot === words.lot && stands(item)) : [];
  }

  function isUndone(end) {
    return ours().some((item) => item.body.undoes === end.id);
  }

  function isEnd(item) {
    return Boolean(ended) && item.id === ended.id;
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
        if (!before.has(item.id)) found.set(String(item.body.draw), inHand.worst(item.body));
      } else if (item.body.undoes) {
        found.delete(byId.get(item.body.undoes) || (kept.find((one) => one.id === item.body.undoes) || { draw: "" }).draw);
      }
    }
    return found;
  }

  // Whether a piece owes a check that the first of its size and batch owe: as floor/quality/lot_pieces.py counts, with
  // what the server had when the page was made, and what was taken back since counted as unanswered.
  function isOwed(check, piece) {
    const found = looked();
    const alike = new Set(pieces.filter((one) => one.dataset.alike === piece.dataset.alike).map((one) => one.dataset.draw));
    const key = Number(check.dataset.check);
    const answered = new Set();
    for (const { body } of ours()) {
      const number = String(body.draw || "");
      if (!body.passed && "average" in check.dataset) continue;
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
    undo.hidden = !found.size || Boolean(ended) || Boolean(outbox && !lookOf());
    drawReopen();
    show(pieces.find((piece) => !found.has(piece.dataset.draw)));
  }

  // An end pressed wrongly is taken back by one tap, as long as the server would do it too.
  function drawReopen() {
    reopen.hidden = !ended || Date.now() - new Date(ended.body.happened_at) >= UNDO_WITHIN;
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
    if (!outbox) return;
    let again = piece.querySelector(".piece-again");
    if (!again && worst !== undefined) piece.append((again = againOf()));
    if (again) again.hidden = worst === undefined || Boolean(ended);
  }

  function againOf() {
    const made = Object.assign(element("button", "button piece-again", find("lot-pieces").dataset.again), { name: "again" });
    made.setAttribute("form", "lot-undo");
    return made;
  }

  // The piece to take now; what was ticked for the one before goes.
  function show(piece) {
    if (!piece || form.elements.draw.value === piece.dataset.draw) return;
    form.reset();
    form.elements.draw.value = piece.dataset.draw;
    form.elements.code.value = piece.dataset.code;
    find("lot-bundle").textContent = piece.dataset.bundle;
    find("lot-position").textContent = say(words.position, { position: piece.dataset.position });
    find("lot-unit").textContent = piece.dataset.unit;
    for (const check of all(form, ".check[data-first]")) check.hidden = !isOwed(check, piece);
    for (const checks of all(form, ".lot-checks")) {
      checks.disabled = checks.dataset.of !== piece.dataset.code;
      checks.hidden = checks.disabled || !all(checks, ".check").some((check) => !check.hidden);
    }
    inHand.begin();
  }

  function mayGo(event) {
    const pressed = event.submitter;
    if (pressed && !inHand.why(pressed.value === "good")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  function look(event) {
    if (!outbox) return pictures.file(form.elements.id.value, words.station);
    event.preventDefault();
    tell(said, "good", "");
    const told = inHand.told(event.submitter.value);
    form.elements.draw.value = ""; // taken up anew, should it come back
    const item = send(told);
    return pictures.file(item.id, words.station, denied && denied.body.draw === item.body.draw ? denied.id : "");
  }

  function send(fields) {
    const item = outbox.judge({ lot: words.lot, station: words.station, ...signInHere(), ...fields }, Date.now());
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

  // By which id a piece was looked at, where that stands; the last one without a number.
  function lookOf(number) {
    const undone = new Set(ours().map((item) => item.body.undoes).filter(Boolean));
    const mine = ours().filter((item) => item.body.draw && !undone.has(item.id) && (!number || String(item.body.draw) === number)).pop();
    if (mine) return mine.id;
    const id = number ? (kept.find((one) => one.draw === number) || { id: "" }).id : undo.dataset.last;
    return undone.has(id) ? "" : id;
  }

  function open(event) {
    event.preventDefault();
    if (!ended) return;
    send({ undoes: ended.id });
    ended = null;
    tell(said, "good", "");
    draw();
  }

  function takeBack(event) {
    event.preventDefault();
    const piece = event.submitter && event.submitter.closest("li");
    const look = lookOf(piece ? piece.dataset.draw : "");
    if (look) send({ undoes: look });
  }

  function onChange(item) {
    if (!outbox || item.body.lot !== words.lot) return;
    if (item.state === "answered" && item.result.outcome === "recorded" && isEnd(item)) location.reload();
    if (item.state === "answered" && item.result.outcome === "refused" && item.unread) refused(item);
    if (item.state === "answered" && !outbox.waiting().length && said.classList.contains("look-kept")) tell(said, "good", "");
    draw();
  }

  function refused(item) {
    const { code, sentence, look } = item.result.refusal;
    if (isEnd(item)) ended = null;
    outbox.acknowledge(item);
    if (item.body.draw) denied = item;
    if (STALE.includes(code)) location.reload();
    else tell(said, look, sentence);
  }
}

// On the page of a lot that has ended: the same tap, through the outbox where this is a station's tablet.
async function startReopening(form) {
  const said = find("lot-said");
  setTimeout(() => form.remove(), Number(form.dataset.seconds) * 1000);
  const photos = sendPictures(); // those of the last piece may still wait
  let asked = null;
  const outbox = await outboxHere(form.dataset, photos, onChange, () => undefined);
  if (outbox) form.addEventListener("submit", open);

  function open(event) {
    event.preventDefault();
    if (asked) return;
    const { lot, station } = form.dataset;
    asked = outbox.judge({ lot, station, ...signInHere(), undoes: form.elements.undoes.value }, Date.now());
    setTimeout(() => asked.state === "waiting" && tell(said, "kept", form.dataset.kept), PATIENCE);
  }

  function onChange(item) {
    if (!asked || item.id !== asked.id || item.state !== "answered") return;
    if (item.result.outcome === "recorded") return location.reload();
    outbox.acknowledge(item);
    return tell(said, item.result.refusal.look, item.result.refusal.sentence);
  }
}

if (find("wedge")) startChoosing(find("wedge"), all(document, ".lot-offer"));
if (find("lot-look")) startLooking(find("lot-look"), find("lot-end"), find("lot-undo"), find("lot-reopen"));
else if (find("lot-reopen")) startReopening(find("lot-reopen"));
