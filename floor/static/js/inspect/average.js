// What is judged by its average too: said beside the last piece weighed, while it is typed.
import { fill, icon, say } from "../dom.js";
import { isInside, limitsOf, readNumber, shown } from "./numbers.js";

export function drawAverages(form) {
  const pieces = new Map(); // by check: its fields, piece by piece
  for (const field of form.querySelectorAll("input[data-average]")) {
    const check = field.closest(".check");
    pieces.set(check.dataset.check, (pieces.get(check.dataset.check) || []).concat(field));
  }
  const counts = ["rework", "hold"].map((name) => form.querySelector("[data-count][name=" + name + "]")).filter(Boolean);
  const apart = counts.reduce((sum, field) => sum + (Number(field.value) || 0), 0);
  for (const fields of pieces.values()) drawAverage(fields, form.dataset, apart);
}

// The lightest are set apart as long as enough stay weighed: as floor/rules/standard.py counts.
function drawAverage(fields, words, apart) {
  const weighed = fields.filter((field) => isInside(readNumber(field.value), limitsOf(field)));
  const wanted = Math.min(Number(fields[0].closest(".check").dataset.owed), Number(words.total) - apart);
  const weights = weighed.map((field) => readNumber(field.value)).sort((one, other) => other - one);
  const kept = weights.slice(0, Math.max(1, wanted, weights.length - apart));
  const average = kept.reduce((sum, weight) => sum + weight, 0) / kept.length;
  const { nominal } = limitsOf(fields[0]);
  for (const field of fields) {
    const said = field.closest(".check").querySelector(".check-average");
    const isLast = weighed.length > 1 && field === weighed[weighed.length - 1];
    const isLow = average < nominal - 1e-9;
    said.classList.toggle("is-low", isLast && isLow);
    if (!isLast) fill(said);
    else fill(said, icon(isLow ? "stop" : "good"), say(words.average, { n: kept.length, average: shown(average) + " " + field.dataset.measure }));
  }
}
