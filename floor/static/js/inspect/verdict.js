// The verdict's form: counts by big keys, defects by tiles, numbers judged while they are typed.
import { fill, icon, say } from "../dom.js";
import { drawAverages } from "./average.js";
import { startFound } from "./found.js";
import { isFarOff, isInside, letterIn, limitsOf, readNumber } from "./numbers.js";
import { stillOwed } from "./owed.js";
import { startPad } from "./pad.js";

const find = (id) => document.getElementById(id);
const all = (where, what) => Array.from(where.querySelectorAll(what));

// Answers {restore(verdict's defects), draw, end}: `end` lets go of what a form that leaves the page holds of it.
export function startVerdict(form) {
  const counts = all(form, "[data-count]");
  const checks = all(form, ".check");
  const tiles = all(form, ".tile input");
  const passAll = form.querySelector(".pass-all");
  const total = Number(form.dataset.total);
  const count = (field) => Number(field.value) || 0;
  const judged = () => counts.reduce((sum, field) => sum + count(field), 0);

  for (const key of all(form, "[data-add], [data-rest]")) {
    key.hidden = false;
    const field = find(key.dataset.to);
    key.addEventListener("click", () => {
      const more = "rest" in key.dataset ? total - judged() : Number(key.dataset.add);
      field.value = String(Math.max(0, count(field) + more) || "");
      draw();
    });
  }

  function draw() {
    checks.forEach((check) => judge(check, form.dataset));
    drawAverages(form);
    drawPassAll();
    if (!counts.length) return;
    const tally = find("tally");
    tally.textContent = say(form.dataset.tally, { judged: judged(), total });
    tally.classList.toggle("is-over", judged() > total);
    form.classList.toggle("is-begun", judged() > 0);
    drawRest();
    drawDefects();
  }

  // The short way is offered in full once all that is owed is in, and inside.
  function drawPassAll() {
    const owed = stillOwed(form, total);
    const missing = owed.reduce((sum, one) => sum + one.missing, 0);
    passAll.disabled = checks.some((check) => check.classList.contains("is-outside"));
    passAll.classList.toggle("is-owed", missing > 0);
    let more = passAll.querySelector("small");
    if (!more) passAll.append((more = document.createElement("small")));
    more.textContent = missing ? say(form.dataset.owedShort, { n: missing }) : "";
    if (!missing) find("pass-owed").hidden = true;
  }

  // What passing so many pieces wants first; whether that is something.
  function sayOwed(passed) {
    const owed = stillOwed(form, passed);
    if (!owed.length) return false;
    const names = owed.slice(0, 4).map((one) => (one.missing > 1 ? one.name + " (" + one.missing + "×)" : one.name));
    const missing = owed.reduce((sum, one) => sum + one.missing, 0);
    const said = find("pass-owed");
    fill(said, icon("ask"), say(form.dataset.owed, { n: missing, checks: names.join(", ") + (owed.length > 4 ? ", …" : "") }));
    said.hidden = false;
    if (!pad || !pad.begin()) said.scrollIntoView({ block: "center" });
    return true;
  }

  form.addEventListener("submit", (event) => {
    const pressed = event.submitter;
    if (pressed && pressed.name === "more") return;
    const failed = counts.filter((field) => field.name !== "passed").reduce((sum, field) => sum + count(field), 0);
    const rest = pressed && pressed.name === "rest";
    const passed = pressed && pressed.name === "all" ? total : rest ? total - failed : count(find("passed"));
    if (passed > 0 && sayOwed(passed)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  });

  function drawRest() {
    const rest = find("rest-passes");
    if (!rest) return;
    const left = total - counts.filter((field) => field.name !== "passed").reduce((sum, field) => sum + count(field), 0);
    rest.hidden = left <= 0 || left === total || count(find("passed")) > 0;
    rest.lastElementChild.textContent = say(rest.dataset.word, { n: left });
  }

  function drawDefects() {
    const failed = counts.filter((field) => field.name !== "passed" && count(field));
    const pieces = failed.reduce((sum, field) => sum + count(field), 0);
    for (const tile of tiles) {
      if (!form.dataset.finding) tile.closest(".tile").classList.toggle("is-on", tile.checked);
      const fault = form.querySelector('[data-fault="' + tile.value + '"]');
      fault.hidden = !tile.checked || pieces < 2;
      fault.querySelector("[data-which]").hidden = failed.length < 2;
    }
    const select = find("rework_to");
    if (!select) return; // came back too often: none is mended once more
    const said = all(form, '[name="fault"]').map((field) => field.value.split("|"));
    const inLines = said.filter(([, , outcome]) => outcome === "rework").map(([code]) => code);
    const mended = tiles.filter((tile) => (tile.checked || inLines.includes(tile.value)) && tile.dataset.back).map((tile) => Number(tile.dataset.back));
    const back = mended.length ? String(Math.min(...mended)) : select.dataset.default;
    const named = Array.from(select.options).find((option) => option.value && option.value === back);
    select.options[0].textContent = select.dataset.word + (named ? ": " + named.textContent.trim() : "");
  }

  const pad = find("measure") ? startPad(form, () => passAll.scrollIntoView({ block: "center" })) : null;
  const found = find("found") && find("found-name") ? startFound(form, draw, () => pad && pad.close()) : null;
  form.addEventListener("input", draw);
  form.addEventListener("change", draw);
  form.addEventListener("reset", () => found && found.clear());
  draw();
  // What is said above is read first: a PIN that is asked for, a page of before the network went.
  if (pad && !find("pin") && !document.querySelector(".as-of") && passAll.classList.contains("is-owed")) pad.begin();
  return {
    draw,
    restore: (defects) => found && found.restore(defects),
    end() {
      if (pad) pad.end();
      if (found) found.clear();
    },
  };
}

function judge(check, words) {
  const field = check.querySelector("input[data-kind]");
  const said = check.querySelector(".check-said");
  const good = !field ? answered(check) : field.value.trim() ? isInside(readNumber(field.value), limitsOf(field)) : null;
  check.classList.toggle("is-inside", good === true);
  check.classList.toggle("is-outside", good === false);
  if (good === null) return fill(said);
  if (!field) return fill(said, icon(good ? "good" : "stop")); // yes or no says itself which
  const value = readNumber(field.value);
  const isAsked = letterIn(field.value) || isFarOff(value, limitsOf(field));
  if (Number.isNaN(value)) return fill(said, icon(isAsked ? "ask" : "stop"), words.unclear);
  return fill(said, icon(good ? "good" : isAsked ? "ask" : "stop"), good ? words.inside : words.outside);
}

function answered(check) {
  const chosen = check.querySelector("input:checked");
  return chosen ? chosen.value !== "no" && chosen.value !== "worse" : null;
}
