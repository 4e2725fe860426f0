// Commands by scan on the inspection's page: they fill the form that a finger would, and save it. Who may give a verdict
// the server decides, as for every form; without the PIN nothing is saved.
import { askTwice, digitsOf, markChoice, numberAsScanned } from "./command_codes.js";
import { fill, icon, say } from "./dom.js";
import { stillOwed } from "./inspect/owed.js";
import { sound } from "./sound.js";

const WAYS = ["rework", "grade_b", "scrap", "hold"];

const find = (id) => document.getElementById(id);

// `form` is the verdict's, null on a page without one; `said` a panel with the sentences in its dataset.
export function verdictCommands(form, said) {
  const grown = numberAsScanned();
  const twice = askTwice();
  const words = said.dataset;
  let number = "";
  let last = ""; // the way that was scanned last: what a defect is about

  // Whether it was a command for this page.
  function obey(word) {
    const digits = digitsOf(word);
    if (!digits) grown.end();
    if (word === "undo") return press(document.querySelector("form#undo button"), words.nothing);
    if (digits && (form || choices().length)) return take(digits);
    if (word === "ok" && number && choices().length && !judged()) return choose();
    if (!form) return word === "cancel" && leave();
    if (word === "cancel") return cancel();
    if (word === "pass") return pass();
    if (word === "ok") return save();
    twice.forget();
    if (WAYS.includes(word)) return count(word);
    return word.startsWith("x.") && defect(word.slice(2));
  }

  // What the page offers to go on with: several links, each with its number.
  const choices = () => Array.from(document.querySelectorAll("[data-choices] a"));

  function take(digits) {
    twice.forget();
    number = grown.add(number, digits);
    markChoice(choices(), judged() ? 0 : Number(number));
    return tell("kept", say(form && !choices().length ? words.number : words.choice, { number }));
  }

  function choose() {
    const chosen = choices()[Number(number) - 1];
    number = "";
    if (!chosen) return tell("stop", words.notHere);
    chosen.click();
    return true;
  }

  const fields = () => (form ? Array.from(form.querySelectorAll("[data-count]")) : []);
  const judged = () => fields().reduce((sum, field) => sum + Number(field.value || 0), 0);
  const total = Number(form ? form.dataset.total : 0);

  function set(field, value) {
    field.value = String(value);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    number = "";
  }

  // All pass, or so many, or the rest of what was counted another way. All of them is asked about first.
  function pass() {
    const field = find("passed");
    if (!judged() && !number) {
      const button = form.querySelector(".pass-all");
      if (unseen() && stillOwed(form, total).length === 1) return askSeen();
      if (button.classList.contains("is-owed")) return press(button); // it says what is wanted first
      const heard = twice.heard("pass");
      if (heard === "ask") return tell("ask", say(words.passAll, { count: total }));
      return heard === "again" || press(button);
    }
    set(field, number || total - judged() + Number(field.value || 0));
    return tell("ask", sum());
  }

  const unseen = () => form.querySelector(".for-all input:not(:checked)");

  // What must be seen on every piece that passes is said by its name; the OK after that, and nothing else, says it was.
  function askSeen() {
    twice.forget();
    twice.heard("seen");
    return tell("ask", say(words.seen, { checks: unseen().closest(".check").dataset.name }));
  }

  function noteSeen() {
    if (twice.heard("seen") === "again") return true;
    unseen().click();
    return judged() ? tell("ask", sum()) : pass();
  }

  function count(way) {
    const field = find(way);
    if (!field) return tell("stop", words.notHere);
    set(field, number || Number(field.value || 0) + 1);
    last = way;
    return tell("ask", sum());
  }

  function defect(code) {
    const tile = Array.from(form.querySelectorAll(".tile input")).find((one) => one.value === code);
    if (!tile) return tell("stop", say(words.noDefect, { code }));
    if (!tile.checked) {
      tile.checked = true;
      tile.dispatchEvent(new Event("change", { bubbles: true }));
    }
    const fault = form.querySelector('[data-fault="' + code + '"]');
    const outcome = fault.querySelector("select");
    if (last) outcome.value = last;
    if (number) set(fault.querySelector("input"), number);
    return tell("ask", sum());
  }

  function save() {
    if (twice.isOn() === "pass") return press(form.querySelector(".pass-all"));
    if (unseen() && twice.isOn() === "seen") return noteSeen();
    if (unseen() && judged() && Number(find("passed").value)) return askSeen();
    return judged() ? press(form.querySelector(".verdict-end .button-main")) : tell("stop", words.empty);
  }

  function cancel() {
    if (!judged() && !number && !twice.isOn()) return leave();
    form.reset();
    form.dispatchEvent(new Event("input", { bubbles: true }));
    twice.forget();
    number = "";
    last = "";
    return tell("already", words.cancelled);
  }

  // "2 Perbaikan, 10 Lulus, G01": what OK would save.
  function sum() {
    const counted = fields().filter((field) => Number(field.value)).map((field) => field.value + " " + labelOf(field));
    const found = Array.from(form.querySelectorAll(".tile input:checked")).map((one) => one.value);
    return say(words.sum, { parts: [...counted, ...found].join(", "), judged: judged(), total });
  }

  function labelOf(field) {
    return form.querySelector('label[for="' + field.id + '"] span').textContent;
  }

  function press(button, otherwise) {
    const pin = find("pin");
    if (form && pin && !pin.value) {
      pin.focus();
      return tell("stop", words.pin);
    }
    if (!button) return tell("already", otherwise || words.notHere);
    button.click();
    return true;
  }

  function tell(look, sentence) {
    said.className = "look look-" + look + " wedge-said";
    said.dataset.look = look;
    fill(said, icon(look), sentence);
    said.hidden = false;
    sound(look);
    return true;
  }

  return { obey };
}

function leave() {
  location.assign(find("wedge").getAttribute("data-queue"));
  return true;
}
