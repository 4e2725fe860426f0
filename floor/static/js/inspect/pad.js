// Big keys for the measurement that is being typed, where it lies in its limits, and what was likely meant by it.
import { fill, icon, say } from "../dom.js";
import { isFarOff, isInside, letterIn, limitsOf, meant, readNumber, shown } from "./numbers.js";

const find = (id) => document.getElementById(id);

// `form` is the verdict's; `onDone` is called once nothing more is owed.
export function startPad(form, onDone) {
  const panel = find("measure");
  const words = panel.dataset;
  const fields = Array.from(form.querySelectorAll("input[data-kind]"));
  let field = null;

  // A hidden field beside it says which number was looked at again.
  function sureOf(measured) {
    const name = measured.name.replace("check", "sure");
    const check = measured.closest(".check"); // elsewhere the same check may be asked of another bundle
    const old = check.querySelector('input[type="checkbox"][name="' + name + '"]');
    if (old) old.parentElement.remove();
    let sure = check.querySelector('[name="' + name + '"]');
    if (!sure) measured.after((sure = Object.assign(document.createElement("input"), { type: "hidden", name })));
    return sure;
  }

  function doubt() {
    const typed = field.value.trim();
    const letter = letterIn(typed);
    if (letter) return { sentence: say(words.letter, letter), number: letter.text, isSure: false };
    const value = readNumber(typed);
    const limits = limitsOf(field);
    if (Number.isNaN(value) || !isFarOff(value, limits) || sureOf(field).value === typed) return null;
    const likely = meant(value, limits);
    const sentence = say(words.far, { typed, nominal: shown(limits.nominal) + " " + field.dataset.measure });
    return { sentence, number: Number.isNaN(likely) ? "" : shown(likely), isSure: true };
  }

  function open(next) {
    field = next;
    panel.hidden = false;
    document.body.classList.add("measuring");
    draw();
    field.closest(".check").scrollIntoView({ block: "start" }); // above the keys
  }

  function close() {
    panel.hidden = true;
    document.body.classList.remove("measuring");
    if (field && document.activeElement === field) field.blur();
    field = null;
  }

  function draw() {
    const check = field.closest(".check");
    const piece = field.closest(".piece").querySelector("legend").textContent.split("·")[1];
    find("measure-check").textContent = check.dataset.name + (piece ? " · " + piece.trim() : "");
    find("measure-limit").textContent = field.dataset.limit;
    find("measure-typed").textContent = field.value || "–";
    find("measure-unit").textContent = field.dataset.measure;
    find("measure-sign").hidden = !(limitsOf(field).low < 0 && Number.isFinite(limitsOf(field).low)); // a difference may be negative
    drawVerdict();
  }

  function drawVerdict() {
    const value = readNumber(field.value);
    const limits = limitsOf(field);
    const asked = field.value.trim() ? doubt() : null;
    const good = isInside(value, limits);
    const said = find("measure-verdict");
    panel.classList.toggle("is-inside", good);
    panel.classList.toggle("is-outside", Boolean(field.value.trim()) && !good);
    if (!field.value.trim()) fill(said);
    else if (asked) fill(said, icon("ask"), asked.sentence);
    else if (Number.isNaN(value)) fill(said, icon("stop"), form.dataset.unclear);
    else fill(said, icon(good ? "good" : "stop"), good ? form.dataset.inside : form.dataset.outside);
    find("measure-ask").hidden = !asked;
    if (asked) {
      find("measure-meant").hidden = !asked.number;
      find("measure-meant").textContent = say(words.meant, { number: asked.number });
      find("measure-meant").dataset.number = asked.number;
      find("measure-sure").hidden = !asked.isSure;
      find("measure-sure").textContent = say(words.sure, { typed: field.value.trim() });
    }
    drawBar(value, limits);
  }

  // The limits are the middle half of the bar; what lies beyond it stands at its end.
  function drawBar(value, { low, high }) {
    const bar = find("measure-bar");
    bar.hidden = !Number.isFinite(low) || !Number.isFinite(high);
    if (bar.hidden) return;
    const width = (high - low || 1) * 2;
    const at = (value - (low + high) / 2) / width + 0.5;
    const mark = bar.querySelector(".measure-mark");
    mark.hidden = Number.isNaN(at);
    mark.style.left = Math.max(1, Math.min(99, at * 100)) + "%";
  }

  function put(text) {
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  }

  function press(key) {
    if (key === "back") return put(field.value.slice(0, -1));
    if (key === "-") return put(field.value.startsWith("-") ? field.value.slice(1) : "-" + field.value);
    if (key === "," && /[,.]/.test(field.value)) return undefined;
    return field.value.length < 12 ? put(field.value + key) : undefined;
  }

  // On to the next that is wanted; what is in doubt is answered first.
  function next() {
    if (field.value.trim() && (doubt() || Number.isNaN(readNumber(field.value)))) return draw();
    const empty = fields.filter((one) => !one.value.trim() && one !== field && one.offsetParent);
    const after = (one) => field.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING;
    const owed = empty.filter((one) => one.closest(".check").classList.contains("is-owed"));
    const wanted = owed.find(after) || owed[0];
    if (wanted) return wanted.focus();
    close();
    return onDone();
  }

  for (const one of fields) {
    one.inputMode = "none"; // the tablet's own keyboard would cover half of what is to be seen
    one.addEventListener("focus", () => open(one));
    one.addEventListener("input", () => field === one && draw());
    one.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      event.stopPropagation();
      next();
    });
  }
  // A tap elsewhere puts the keys away. While the field has the focus it was the tap that opened them.
  const putAway = ({ target }) => {
    if (field && document.activeElement !== field && !panel.contains(target)) close();
  };
  document.addEventListener("click", putAway);
  // The field keeps the focus: who types on keys goes on typing.
  panel.addEventListener("mousedown", (event) => event.preventDefault());
  panel.addEventListener("click", (event) => {
    const key = event.target.closest("[data-digit]");
    if (key) press(key.dataset.digit);
  });
  find("measure-next").addEventListener("click", next);
  find("measure-close").addEventListener("click", close);
  find("measure-meant").addEventListener("click", (event) => put(event.target.dataset.number));
  find("measure-sure").addEventListener("click", () => {
    sureOf(field).value = field.value.trim();
    next();
  });

  // What is owed and not typed yet.
  function begin() {
    const owed = fields.find((one) => !one.value.trim() && one.closest(".check").classList.contains("is-owed"));
    if (owed) owed.focus();
    return Boolean(owed);
  }

  // The form leaves the page.
  function end() {
    document.removeEventListener("click", putAway);
    close();
  }

  return { begin, close, end };
}
