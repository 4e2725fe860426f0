// The drawn piece in hand: its measurements on big keys, its defects with where they are and photos of them.
import { element, fill, icon } from "../dom.js";
import { isFarOff, isInside, letterIn, limitsOf, readNumber } from "../inspect/numbers.js";
import { startPad } from "../inspect/pad.js";
import { startSpots } from "../inspect/spots.js";

const CLASSES = ["critical", "major", "minor"];
const find = (id) => document.getElementById(id);
const all = (where, what) => Array.from(where.querySelectorAll(what));

// Answers {begin, told, why, worst}: a piece taken up, what is said of it, why that can't be sent, its worst class.
export function startPiece(form) {
  const words = form.dataset;
  const panel = find("found");
  const said = find("piece-said");
  const pad = startPad(form, measured);
  const drawing = startSpots(panel);
  const tiles = all(form, "input[name=defect]");
  let spots = [];

  const asked = () => all(form, ".lot-checks:not([hidden]) .check:not([hidden])");
  const fieldOf = (check) => check.querySelector("input[data-kind]");
  const ticked = () => tiles.filter((tile) => tile.checked);

  function begin() {
    pad.close();
    ask("");
    all(form, '[name^="sure_"]').forEach((sure) => (sure.closest("label") || sure).remove());
    all(form, ".check").forEach((check) => check.classList.remove("is-inside", "is-outside"));
    all(form, ".check-said").forEach((place) => fill(place));
    form.querySelector(".lot-bad").open = false;
    if (find("pictures")) {
      delete find("pictures").dataset.asked;
      find("pictures").querySelector(".picture-wanted").hidden = true;
    }
    spots = [];
    drawing.use(spots);
    drawBad();
  }

  function judge(check) {
    const field = fieldOf(check);
    if (!field) return;
    const typed = field.value.trim();
    const value = readNumber(typed);
    const good = isInside(value, limitsOf(field));
    check.classList.toggle("is-inside", Boolean(typed) && good);
    check.classList.toggle("is-outside", Boolean(typed) && !good);
    const word = Number.isNaN(value) ? words.unclear : good ? words.inside : words.outside;
    if (!typed) fill(check.querySelector(".check-said"));
    else fill(check.querySelector(".check-said"), icon(good ? "good" : isDoubtful(field) ? "ask" : "stop"), word);
  }

  function isSure(field) {
    const sure = field.closest(".check").querySelector('[name="' + field.name.replace("check", "sure") + '"]');
    return Boolean(sure) && sure.value === field.value.trim() && (sure.type !== "checkbox" || sure.checked);
  }

  // A number that was hardly meant is asked about: the keys open with what it likely was.
  function isDoubtful(field) {
    const typed = field.value.trim();
    if (!typed) return false;
    const value = readNumber(typed);
    return Number.isNaN(value) || Boolean(letterIn(typed)) || (isFarOff(value, limitsOf(field)) && !isSure(field));
  }

  // What becomes of a bad piece: over the page's end once its defect is ticked, as on the inspection's page.
  function drawBad() {
    const on = ticked();
    panel.hidden = !on.length;
    document.body.classList.toggle("finding", on.length > 0);
    all(form, ".tile").forEach((tile) => tile.classList.toggle("is-on", tile.querySelector("input").checked));
    find("found-name").textContent = on.map((tile) => tile.dataset.name).join(" + ");
    if (on.length) form.dataset.finding = on[on.length - 1].value;
    else delete form.dataset.finding;
  }

  function untick() {
    for (const tile of tiles) tile.checked = false;
    spots.length = 0;
    drawing.use(spots);
    drawBad();
  }

  function ask(sentence) {
    fill(said, ...(sentence ? [icon("ask"), sentence] : []));
    said.hidden = !sentence;
    if (sentence && panel.hidden) said.scrollIntoView({ block: "center" });
  }

  // Why what was pressed can't be sent yet; it is said, and nothing of what was typed goes.
  function why(isGood) {
    const fields = asked().map(fieldOf).filter(Boolean);
    const doubtful = fields.find(isDoubtful);
    const wanting = asked().find((check) => !isAnswered(check));
    let sentence = "";
    if (doubtful) sentence = words.doubt;
    else if (!isGood) sentence = ticked().length ? "" : words.defect;
    else if (wanting) sentence = words.owed;
    else if (fields.some((field) => !isInside(readNumber(field.value), limitsOf(field))) || form.querySelector(".lot-checks:not([hidden]) [value=no]:checked, .lot-checks:not([hidden]) [value=worse]:checked")) sentence = words.failed;
    ask(sentence);
    if (doubtful) measure(doubtful);
    else if (sentence === words.owed && fieldOf(wanting)) measure(fieldOf(wanting));
    if (sentence === words.defect || sentence === words.failed) form.querySelector(".lot-bad").open = true;
    return sentence;
  }

  // The keys and the ways lie at the same place: the one makes room for the other.
  function measure(field) {
    panel.hidden = true;
    document.body.classList.remove("finding");
    field.focus();
  }

  function measured() {
    if (ticked().length) drawBad();
    else form.querySelector("[value=good]").scrollIntoView({ block: "center" });
  }

  function isAnswered(check) {
    const field = fieldOf(check);
    return field ? Boolean(field.value.trim()) : Boolean(check.querySelector("input:checked"));
  }

  function isRefused(check) {
    const chosen = check.querySelector("input:checked");
    return Boolean(chosen) && ["no", "worse"].includes(chosen.value);
  }

  function findings() {
    return asked().filter(isAnswered).map((check) => {
      const field = fieldOf(check);
      const about = { check: Number(check.dataset.check), piece: 1 };
      const chosen = field ? "" : check.querySelector("input:checked").value;
      if (chosen) return chosen === "yes" || chosen === "no" ? { ...about, good: chosen === "yes" } : { ...about, grade: chosen };
      return { ...about, value: readNumber(field.value), ...(isSure(field) ? { confirmed: true } : {}) };
    });
  }

  // The piece as the API hears it; `what` is "good" or what becomes of it.
  function told(what) {
    const counts = what === "good" ? { passed: 1 } : what === "rework" ? { rework: [{ quantity: 1, to_step: null }] } : { [what]: 1 };
    const where = spots.map((spot) => spot.split("-").map(Number)).map(([side, x, y]) => ({ side, x, y }));
    const faults = what === "good" ? [] : ticked().map(({ value: defect }) => ({ defect, quantity: 1, outcome: what, ...(where.length ? { spots: where } : {}) }));
    return { code: form.elements.code.value, draw: Number(form.elements.draw.value), ...counts, defects: faults, findings: findings() };
  }

  // The worst class of what was said of a piece: of its defects and of the checks that failed.
  function worst(body) {
    const severities = (body.defects || []).map((fault) => (tiles.find((tile) => tile.value === fault.defect) || { dataset: {} }).dataset.severity);
    for (const finding of body.findings || []) {
      const field = form.querySelector('fieldset[data-of="' + body.code + '"] [name="check_' + finding.check + '_1"]');
      const failed = finding.good === false || finding.grade === "worse" || (finding.value !== undefined && field && field.dataset.kind && !isInside(finding.value, limitsOf(field)));
      if (field && failed) severities.push(field.dataset.severity);
    }
    return CLASSES.find((severity) => severities.includes(severity)) || "";
  }

  form.addEventListener("input", () => all(form, ".check").forEach(judge));
  for (const tile of tiles) {
    tile.addEventListener("change", () => {
      pad.close();
      drawBad();
    });
  }
  for (const way of all(panel, "[data-outcome]")) {
    way.addEventListener("click", () => form.querySelector('.lot-outcomes [value="' + way.dataset.outcome + '"]').click());
  }
  find("found-close").addEventListener("click", untick);
  find("measure-close").addEventListener("click", () => ticked().length && drawBad());
  form.querySelector(".lot-outcomes").hidden = true; // the panel has them
  form.append(Object.assign(element("input"), { type: "hidden", name: "spots" }));
  form.addEventListener("submit", () => (form.elements.spots.value = spots.join(",")));
  drawing.use(spots);
  all(form, ".check").forEach(judge);
  drawBad();
  return { begin, told, why, worst };
}
