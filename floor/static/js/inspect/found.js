// A defect by three taps: its tile, what becomes of the piece, save. Several tiles before that are the same pieces'
// defects. What was said goes into the form's own fields, which count, send and show it.
import { button, element, fill, icon, say } from "../dom.js";
import { startSpots } from "./spots.js";

const find = (id) => document.getElementById(id);
const all = (where, what) => Array.from(where.querySelectorAll(what));

// `onChange` is told after every change of the counts, `onOpen` that a tile was tapped. Answers {clear, restore}.
export function startFound(form, onChange, onOpen) {
  const panel = find("found");
  const words = panel.dataset;
  const total = Number(form.dataset.total);
  const counts = all(form, "[data-count]");
  const value = (field) => Number(field.value) || 0;
  const countOf = (outcome) => counts.find((field) => field.name === outcome);
  const spots = startSpots(panel);
  const lines = []; // {quantity, outcome, tiles, spots}
  let now = null;

  const failed = () => counts.filter((field) => field.name !== "passed").reduce((sum, field) => sum + value(field), 0);
  const named = () => lines.reduce((sum, line) => sum + line.quantity, 0);
  const ticked = () => all(form, ".tile input:checked").length;
  const left = () => Math.max(1, total - counts.reduce((sum, field) => sum + value(field), 0));

  // Pieces were counted first: then a tile only says which defect those have.
  const isCounted = () => !now && (failed() > named() || ticked() > 0);

  function tap(tile) {
    const input = tile.querySelector("input");
    if (!now) now = { quantity: 1, tiles: [], spots: [] };
    if (now.tiles.includes(input)) now.tiles.splice(now.tiles.indexOf(input), 1);
    else now.tiles.push(input);
    if (!now.tiles.length) return close();
    onOpen();
    return draw();
  }

  function close() {
    now = null;
    panel.hidden = true;
    delete form.dataset.finding;
    document.body.classList.remove("finding");
    all(form, ".tile").forEach((tile) => tile.classList.toggle("is-on", tile.querySelector("input").checked));
  }

  function draw() {
    panel.hidden = false;
    form.dataset.finding = now.tiles[now.tiles.length - 1].value;
    document.body.classList.add("finding");
    all(form, ".tile").forEach((tile) => tile.classList.toggle("is-on", now.tiles.includes(tile.querySelector("input"))));
    find("found-name").textContent = now.tiles.map((tile) => tile.dataset.name).join(" + ");
    if (find("found-quantity")) find("found-quantity").textContent = String(now.quantity);
    const usual = usualWay();
    for (const way of all(panel, "[data-outcome]")) {
      const back = way.dataset.outcome === "rework" ? stageOf(now.tiles) : "";
      const more = [back && say(words.back, { stage: back }), way.dataset.outcome === usual && words.usual];
      way.querySelector("small").textContent = more.filter(Boolean).join(" · ");
      way.classList.toggle("is-usual", way.dataset.outcome === usual);
    }
    spots.use(now.spots);
  }

  // In words only: nothing is chosen beforehand.
  function usualWay() {
    if (now.tiles.some((tile) => tile.dataset.severity === "critical")) return "hold";
    return now.tiles.every((tile) => tile.dataset.back) && panel.querySelector('[data-outcome="rework"]') ? "rework" : "";
  }

  function stageOf(tiles) {
    const back = tiles.map((tile) => Number(tile.dataset.back)).filter(Boolean);
    const step = back.length ? String(Math.min(...back)) : "";
    const option = Array.from(find("rework_to").options).find((one) => one.value === step);
    return option ? option.textContent.trim().replace(/^\d+\s*/, "") : "";
  }

  function choose(outcome) {
    const line = { ...now, outcome };
    lines.push(line);
    close();
    add(outcome, line.quantity);
  }

  function add(outcome, more) {
    const field = countOf(outcome);
    field.value = String(Math.max(0, value(field) + more) || "");
    drawLines();
    onChange();
  }

  function drawLines() {
    const list = find("lines");
    list.hidden = !lines.length;
    fill(list, ...lines.map((line) => {
      const word = panel.querySelector('[data-outcome="' + line.outcome + '"]').dataset.word;
      const defects = line.tiles.map((tile) => tile.dataset.name).join(" + ");
      const where = line.spots.length ? " · " + say(words.spots, { n: line.spots.length }) : "";
      const remove = button(words.remove, "", "", () => {
        lines.splice(lines.indexOf(line), 1);
        add(line.outcome, -line.quantity);
      });
      const said = say(words.line, { n: line.quantity, outcome: word, defects }) + where;
      return element("li", "line line-" + line.outcome, icon(line.outcome === "scrap" ? "stop" : "undo"), element("span", "", said), remove);
    }));
    all(form, '[name="fault"]').forEach((field) => field.remove());
    for (const [code, outcome, quantity, spots] of merged()) {
      form.append(Object.assign(element("input"), { type: "hidden", name: "fault", value: [code, quantity, outcome, spots.join(",")].join("|") }));
    }
  }

  // One defect with one outcome is said once, on all its pieces.
  function merged() {
    const found = new Map();
    for (const line of lines) {
      for (const { value: code } of line.tiles) {
        const key = code + "|" + line.outcome;
        const one = found.get(key) || [code, line.outcome, 0, []];
        found.set(key, [code, line.outcome, one[2] + line.quantity, one[3].concat(line.spots)]);
      }
    }
    return Array.from(found.values());
  }

  function clear() {
    lines.length = 0;
    close();
    drawLines();
  }

  // What was found once, as the API had it: the pieces are counted already.
  function restore(defects) {
    for (const { defect, quantity, outcome, spots } of defects) {
      const tile = all(form, ".tile input").find((one) => one.value === defect);
      if (tile) lines.push({ quantity, outcome, tiles: [tile], spots: (spots || []).map(({ side, x, y }) => [side, x, y].join("-")) });
    }
    drawLines();
  }

  for (const tile of all(form, ".tile")) {
    tile.addEventListener("click", (event) => {
      if (event.target.tagName === "INPUT" || isCounted()) return;
      event.preventDefault();
      tap(tile);
    });
    tile.querySelector("input").addEventListener("click", (event) => {
      if (isCounted()) return;
      event.preventDefault();
      tap(tile);
    });
  }
  for (const key of all(panel, "[data-found-add]")) {
    key.addEventListener("click", () => {
      now.quantity = Math.max(1, Math.min(left(), now.quantity + Number(key.dataset.foundAdd)));
      draw();
    });
  }
  for (const way of all(panel, "[data-outcome]")) way.addEventListener("click", () => choose(way.dataset.outcome));
  find("found-close").addEventListener("click", close);
  // A button that was pressed by a key keeps the focus: the scan field takes it back after a tap only.
  panel.addEventListener("click", (event) => event.detail || event.stopPropagation());
  return { clear, restore };
}
