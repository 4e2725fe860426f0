// What is judged by its average too: said beside the last piece weighed, while it is typed.
import { fill, icon, say } from "../dom.js";
import { isInside, limitsOf, readNumber, shown } from "./numbers.js";

export function drawAverages(form) {
  const pieces = new Map(); // by check: its fields, piece by piece
  for (const field of form.querySelectorAll("input[data-average]")) {
    const check = field.closest(".check");
    pieces.set(check.dataset.check, (pieces.get(check.dataset.check) || []).concat(field));
  }
  for (const fields of pieces.values()) drawAverage(fields, form.dataset.average);
}

function drawAverage(fields, words) {
  const weighed = fields.filter((field) => isInside(readNumber(field.value), limitsOf(field)));
  const average = weighed.reduce((sum, field) => sum + readNumber(field.value), 0) / weighed.length;
  const { nominal } = limitsOf(fields[0]);
  for (const field of fields) {
    const said = field.closest(".check").querySelector(".check-average");
    const isLast = weighed.length > 1 && field === weighed[weighed.length - 1];
    const isLow = average < nominal - 1e-9;
    said.classList.toggle("is-low", isLast && isLow);
    if (!isLast) fill(said);
    else fill(said, icon(isLow ? "stop" : "good"), say(words, { n: weighed.length, average: shown(average) + " " + field.dataset.measure }));
  }
}
