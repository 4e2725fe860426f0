// A verdict given at a station's tablet goes through the outbox, as a scan does: kept first, then sent; without the
// server it waits on the tablet. What needs the server in any case (a PIN, a form not filled in) is sent as a form.
import { element, fill, icon, say, unbroken } from "./dom.js";
import { showKept } from "./kept.js";
import { openOutbox } from "./outbox.js";
import { signInHere } from "./people.js";
import { refill } from "./inspect/refill.js";
import { sound } from "./sound.js";
import { openStore } from "./store.js";

const OUTCOMES = ["rework", "grade_b", "scrap", "hold"];
const PATIENCE = 1500;
const LIMIT = 5000;
// What a person mends by adding to what was given: numbers, a second officer.
const COMPLETED = ["MEASUREMENTS_OWED", "SECOND_OFFICER_NEEDED", "FAR_OFF", "CHECK_FAILED", "AVERAGE_LOW"];

// Whether the server answers now, or within so many ms.
export async function isThere(limit = LIMIT) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), limit);
  try {
    return (await fetch("/api/v1/health", { cache: "no-store", signal: stop.signal })).ok;
  } catch (error) {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

// `panel` lists what is kept; `photos` are sent after the epoch of the outbox. Answers {outbox, lay, noteEpoch,
// inform}: what is laid on the desk, {form, pictures}, is given from there; its form is null on a page without one.
export async function openDesk(panel, photos) {
  const words = panel.dataset;
  const list = panel.querySelector("ol");
  const unread = panel.querySelector("ul");
  let { form, pictures } = {};
  let outbox = null;
  let given = null; // the verdict of what lies there
  let completes = null; // the refused one that it takes up again
  let refusedId = ""; // of the verdict that what lies there takes the place of
  let filing = Promise.resolve();
  let asking = false;
  let trouble = "";
  const told = { kept: () => {}, heard: () => {} };

  const store = await openStore();
  outbox = await openOutbox(store, onChange, onState);
  photos.follow({ epoch: store.epoch, noteEpoch: outbox.noteEpoch });
  draw();

  function lay(sheet) {
    ({ form, pictures } = sheet);
    given = null;
    completes = form && takeUp(sheet.verdict);
    refusedId = completes ? completes.id : form ? form.dataset.instead : "";
    if (form) form.addEventListener("submit", give);
  }

  // What was refused for want of something comes back as it was given, to be completed.
  function takeUp(verdict) {
    const [, id] = /^#again=([0-9a-f-]{36})$/.exec(location.hash) || [];
    const item = outbox.items.find((one) => one.id === id && one.unread && one.body.code === form.dataset.code);
    if (item) refill(form, verdict, item.body);
    return item || null;
  }

  async function give(event) {
    const pressed = event.submitter;
    if (given || asking) return event.preventDefault(); // an impatient finger
    if (pressed && pressed.name === "more") return undefined;
    event.preventDefault();
    const verdict = verdictOf(form, pressed ? pressed.name : "");
    const typed = form.querySelector("[name=pin], [name=second_pin]");
    if ((!verdict || typed) && (await isAnswered())) return submit(pressed);
    if (!verdict) return tell("stop", words.unclear);
    given = outbox.judge({ ...verdict, station: form.dataset.station, ...signInHere() }, Date.now());
    fileAs(given.id);
    if (completes) outbox.acknowledge(completes);
    const mine = given;
    return setTimeout(() => given === mine && given.state === "waiting" && kept(typed && typed.value), PATIENCE);
  }

  async function isAnswered() {
    asking = true;
    try {
      return await isThere();
    } finally {
      asking = false;
    }
  }

  // The photos are this verdict's, those of the refused one before it too.
  function fileAs(id) {
    const [before, { station }, { file }] = [refusedId, form.dataset, pictures];
    refusedId = id;
    filing = filing.catch(() => undefined).then(() => file(id, station, before));
    return filing;
  }

  // As the page does without us; `submit` leaves out which button was pressed.
  async function submit(pressed) {
    if (completes) outbox.acknowledge(completes);
    asking = true;
    try {
      await fileAs(form.elements.id.value);
    } finally {
      asking = false;
      send(pressed); // a tablet without room for a photo still gives the verdict
    }
  }

  function send(pressed) {
    if (pressed && pressed.name) form.append(Object.assign(element("input"), { type: "hidden", name: pressed.name, value: pressed.value }));
    form.elements.csrf_token.value = document.querySelector("meta[name=csrf-token]").content;
    form.submit();
  }

  function onState(state) {
    if (trouble && !state.trouble) told.heard();
    ({ trouble } = state);
    draw();
  }

  function onChange(item) {
    draw();
    if (item !== given && item.unread) sound(item.result ? item.result.refusal.look : "stop");
    if (item !== given || item.state === "waiting") return;
    if (item.state === "aside") tell("stop", words.aside);
    else if (item.result.outcome === "recorded") location.assign(words.given + item.id);
    else refused(item);
  }

  function refused(item) {
    const { code, sentence, look } = item.result.refusal;
    given = null;
    if (form.hidden && COMPLETED.includes(code)) return leaveUnread(look);
    outbox.acknowledge(item); // somebody is looking at it
    form.hidden = false;
    if (code === "PIN_NEEDED" || code === "SECOND_OFFICER_NEEDED") submit(null); // the form comes back with a field for it
    else tell(look, sentence);
  }

  // It came long after it was given: it waits in the panel, with the key that takes it up again.
  function leaveUnread(look) {
    document.getElementById("given-said").remove();
    draw();
    panel.scrollIntoView({ block: "center" });
    sound(look);
  }

  function kept(hasPin) {
    form.hidden = true;
    tell("kept", hasPin ? words.keptWithoutPin : words.kept);
    told.kept();
  }

  function tell(look, sentence) {
    let said = document.getElementById("given-said");
    if (!said) form.before((said = Object.assign(element("div"), { id: "given-said" })));
    said.className = "look look-" + look;
    said.setAttribute("role", "alert");
    fill(said, icon(look), element("div", "look-words", element("strong", "", unbroken(sentence))));
    said.scrollIntoView({ block: "center" });
    sound(look);
  }

  function draw() {
    if (!outbox) return;
    const waiting = outbox.waiting();
    const refusals = outbox.items.filter((item) => item.unread && item !== given);
    panel.hidden = !waiting.length && !refusals.length;
    panel.querySelector("b").textContent = String(waiting.length);
    showKept(list, waiting.slice(0, 20));
    const lapsed = refusals.filter((item) => item.result && item.result.refusal.code === "PIN_NEEDED");
    const all = lapsed.length > 1 ? press(say(words.againAll, { n: lapsed.length }), () => lapsed.forEach(outbox.retry)) : "";
    fill(unread, ...refusals.map(refusalOf), all && element("li", "", all));
  }

  function refusalOf(item) {
    const { refusal } = item.result || {};
    const again = item.state === "aside" || (refusal && refusal.code === "PIN_NEEDED");
    const lacks = refusal && item.kind === "inspections" && !item.body.lot && COMPLETED.includes(refusal.code);
    return element("li", "look look-" + (refusal ? refusal.look : "stop"),
      icon(refusal ? refusal.look : "stop"),
      element("div", "look-words", element("strong", "", refusal ? refusal.sentence : words.aside), element("p", "", item.body.code || "")),
      again ? press(words.again, () => outbox.retry(item)) : "",
      lacks && item !== completes ? press(words.complete, () => takeToIt(item)) : "",
      press(words.read, () => outbox.acknowledge(item)),
    );
  }

  // On to its page as the server has it now, and back to what was given.
  async function takeToIt({ id, body }) {
    if (!(await isThere())) return;
    const step = body.step ? "?step=" + body.step : "";
    location.assign(words.inspect + encodeURIComponent(body.code) + step + "#again=" + id);
    if (location.hash === "#again=" + id) location.reload(); // it was that page already
  }

  function press(word, act) {
    const made = element("button", "button", word);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  // A backup was restored: what was heard of before goes there again, photos too.
  async function noteEpoch(epoch) {
    if (await outbox.noteEpoch(epoch)) photos.send();
  }

  return { outbox, lay, noteEpoch, inform: (acts) => Object.assign(told, acts) };
}

// The form as the API hears it (floor/quality/form.py does the same); null where a person must mend something first.
function verdictOf(form, pressed) {
  const said = new FormData(form);
  const isAll = pressed === "all";
  const whole = (name) => (/^\d{0,6}$/.test((said.get(name) || "").trim()) ? Number((said.get(name) || "").trim()) : NaN);
  const counts = {};
  for (const name of ["passed", ...OUTCOMES]) counts[name] = isAll ? 0 : whole(name);
  if (isAll) counts.passed = Number(said.get("waiting"));
  const failed = OUTCOMES.filter((name) => counts[name]);
  if (pressed === "rest") counts.passed = Number(said.get("waiting")) - failed.reduce((sum, name) => sum + counts[name], 0);
  const ticked = said.getAll("defect").map((code) => defectOf(said, code, failed, counts, whole));
  const defects = isAll ? [] : said.getAll("fault").map(faultOf).concat(ticked);
  const findings = findingsOf(said);
  if (Object.values(counts).some(Number.isNaN) || !Object.values(counts).some(Boolean)) return null;
  if (defects.includes(null) || findings.includes(null)) return null;
  const { rework, ...others } = counts;
  const verdict = { code: form.dataset.code, ...others, defects, findings, note: (said.get("note") || "").trim() };
  for (const name of ["step", "cycle"]) if (said.get(name)) verdict[name] = Number(said.get(name));
  if (rework) verdict.rework = [{ quantity: rework, to_step: said.get("rework_to") ? Number(said.get("rework_to")) : null }];
  return verdict;
}

function defectOf(said, code, failed, counts, whole) {
  const outcome = said.get("outcome_" + code) || (failed.length === 1 ? failed[0] : "");
  const quantity = failed.includes(outcome) ? whole("quantity_" + code) || counts[outcome] : NaN;
  return Number.isNaN(quantity) ? null : { defect: code, quantity, outcome };
}

// "G01|2|rework|0-512-300": with where it was tapped on the drawing.
function faultOf(said) {
  const [defect, quantity, outcome, where] = said.split("|");
  const spots = (where || "").split(",").filter(Boolean).map((spot) => {
    const [side, x, y] = spot.split("-").map(Number);
    return { side, x, y };
  });
  return { defect, quantity: Number(quantity), outcome, ...(spots.length ? { spots } : {}) };
}

const GRADES = ["better", "same", "worse"];

function findingsOf(said) {
  const onAll = (said.get("all_checked") || "").split(" ").filter(Boolean); // good on every piece that passes
  const found = onAll.map((check) => ({ check: Number(check), piece: 0, good: true }));
  for (const [name, value] of said.entries()) {
    const asked = /^check_(\d+)_(\d+)$/.exec(name);
    const typed = value.trim ? value.trim() : "";
    if (!asked || !typed) continue;
    const about = { check: Number(asked[1]), piece: Number(asked[2]) };
    const number = Number(typed.replace(/ /g, "").replace(",", "."));
    if (GRADES.includes(typed)) found.push({ ...about, grade: typed });
    else if (typed === "yes" || typed === "no") found.push({ ...about, good: typed === "yes" });
    else if (Number.isNaN(number)) found.push(null);
    else found.push({ ...about, value: number, ...(said.get(name.replace("check", "sure")) === typed ? { confirmed: true } : {}) });
  }
  return found;
}
