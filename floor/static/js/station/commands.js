// Commands by scan at a station: they press what a finger would. Obeyed here at once, with the server away too; what only
// the server can do is scanned like anything else.
import { isCode } from "../code.js";
import { askTwice, CONFIRM_AFTER, digitsOf, leavePending, markChoice, numberAsScanned, wordOf } from "../command_codes.js";
import { say } from "../dom.js";

const LARGE = 50; // pieces: taking back so many is asked about first
const VERDICT = /^(pass|rework|grade_b|scrap|hold|x\..+)$/;

const find = (id) => document.getElementById(id);

// `act`: notice(look, sentence), sound(look), scan(code), undoable() with {unit, quantity}, takeBack(), look and binding as main has them.
export function commandsAtStation(words, act) {
  const number = numberAsScanned();
  const twice = askTwice();
  let lastUndo = -Infinity;
  let recipeAsked = -Infinity;

  // Whether the code was a command that was obeyed here.
  function obey(code, at) {
    const word = wordOf(code);
    const digits = digitsOf(word);
    if (digits) return take(digits);
    number.end();
    if (code[0] === "S" && isCode(code)) return moveTablet(code);
    if (word === "undo") return undo(code, at);
    const asked = twice.isOn();
    twice.forget();
    if (word === "cancel") return cancel();
    if (word === "look") return press(find("look-opens"));
    if (word === "ok") return asked ? doAsked(asked, at) : confirm();
    if (word.startsWith("for.")) return act.binding.isOn() && press(find("bind-uses").querySelector('[data-use="' + word.slice(4) + '"]'));
    return VERDICT.test(word) && judge(word);
  }

  function take(digits) {
    const isAmount = isShown("bind-amount") && !isShown("bind-choices") && !act.binding.recipes().length;
    const field = find(isAmount ? "bind-quantity" : "quantity");
    field.value = number.add(field.value, digits);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    const offered = offeredNow();
    if (offered.length > 1 || act.binding.recipes().length) markChoice(offered, Number(field.value));
    act.sound("kept");
    return true;
  }

  // The scan in sight is taken back here and by its own id; without one the server knows which was the last.
  function undo(code, at) {
    const last = act.undoable();
    const bounced = at - lastUndo < 1200;
    if (!last && bounced) return act.sound("already") !== null;
    if (!last) {
      lastUndo = at;
      return act.takeBack();
    }
    if (last.quantity >= LARGE) {
      const heard = twice.heard(code);
      if (heard === "ask") act.notice("ask", say(words.undoLarge, last));
      if (heard !== "do") return true;
    }
    lastUndo = at;
    return press(find("undo"));
  }

  function cancel() {
    act.look.end();
    if (act.binding.isOn()) press(find("bind").querySelector("[data-cancel]"));
    press(find("armed-cancel"));
    act.notice("already", words.cancelled);
    act.sound("already");
    return true;
  }

  function doAsked(code, at) {
    if (wordOf(code) !== "undo") return Boolean(act.scan(code));
    lastUndo = at;
    return press(find("undo"));
  }

  // What is offered: the one thing, or of several the one whose number was scanned before.
  function confirm() {
    const offered = offeredNow();
    if (!isShown("bind-choices") && act.binding.recipes().length) return confirmLot();
    if (offered.length > 1) return press(chosen(offered)) || true;
    if (!isShown("bind-amount")) return press(offered[0]);
    if (!act.binding.askRecipe()) return press(find("bind-confirm"));
    recipeAsked = performance.now();
    return act.sound("ask") !== null;
  }

  // The choice whose number was scanned: it was that, and no quantity.
  function chosen(offered) {
    const one = offered[Number(find("quantity").value) - 1];
    if (one) press(find("armed-cancel"));
    else act.sound("ask");
    return one;
  }

  // With the recipe whose number was scanned; without one where it was OK alone, and no bounce of the trigger.
  function confirmLot() {
    const isNumbered = Boolean(find("quantity").value);
    if (isNumbered ? !press(chosen(act.binding.recipes())) : performance.now() - recipeAsked < CONFIRM_AFTER) return true;
    return press(find("bind-confirm"));
  }

  // At a gate the verdict is given on the inspection's page: it goes on there with what was scanned.
  function judge(word) {
    const link = find("answer").querySelector('.answer-next a[href^="/quality/inspect/"]');
    if (!link) return false;
    const armed = find("quantity").value;
    leavePending([...(armed ? ["n" + armed] : []), word]);
    return press(link);
  }

  function moveTablet(code) {
    const heard = twice.heard(code);
    if (heard === "ask") act.notice("ask", words.moveTablet);
    return heard !== "do";
  }

  function offeredNow() {
    const place = ["bind-choices", "bind-offered"].find(isShown);
    if (place) return find(place).querySelectorAll("button");
    return isShown("bind-amount") ? act.binding.recipes() : find("answer").querySelectorAll(".answer-next .button-main");
  }

  return { obey };
}

function press(button) {
  if (!button) return false;
  button.click();
  return true;
}

function isShown(id) {
  return find(id).offsetParent !== null;
}
