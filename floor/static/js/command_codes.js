// What the site's command codes do, as the server told last: kept on the tablet, so that they are obeyed without it too.
// What is pending is for the next page: words scanned where they could not be obeyed yet.
import { isCommand } from "./code.js";

const KNOWN = "floor-commands";
const PENDING = "floor-pending-commands";
export const CONFIRM_AFTER = 600; // ms: the same pull of the trigger, read twice, confirms nothing

export function learnCommands(list) {
  const text = JSON.stringify(list || {});
  if (text !== localStorage.getItem(KNOWN)) localStorage.setItem(KNOWN, text);
}

export function wordOf(code) {
  if (!isCommand(code)) return "";
  return JSON.parse(localStorage.getItem(KNOWN) || "{}")[code] || "";
}

// The digits that a command stands for: one of a number, or a whole one.
export function digitsOf(word) {
  const found = /^([dn])(\d+)$/.exec(word);
  return found ? { digits: found[2], isWhole: found[1] === "n" } : null;
}

// A number as it grows by commands: digit by digit, or at once; any other command ends it.
export function numberAsScanned() {
  let grows = false;
  return {
    add(before, { digits, isWhole }) {
      const number = grows && !isWhole ? before + digits : digits;
      grows = !isWhole;
      return number.replace(/^0+/, "").slice(0, 5);
    },
    end() {
      grows = false;
    },
  };
}

// Marks of several choices (buttons, or links) the one that OK would take now.
export function markChoice(offered, number) {
  offered.forEach((one, place) => one.setAttribute(one.tagName === "A" ? "aria-current" : "aria-pressed", String(place + 1 === number)));
}

// What is asked for by one scan and done by the same one again.
export function askTwice() {
  let asked = { code: "", at: 0 };
  return {
    // "ask" the first time, "again" where the trigger only bounced, "do" when it was meant
    heard(code) {
      const gap = performance.now() - asked.at;
      if (asked.code !== code) {
        asked = { code, at: performance.now() };
        return "ask";
      }
      if (gap < CONFIRM_AFTER) return "again";
      asked = { code: "", at: 0 };
      return "do";
    },
    isOn: () => asked.code,
    forget() {
      asked = { code: "", at: 0 };
    },
  };
}

export function leavePending(words) {
  sessionStorage.setItem(PENDING, JSON.stringify(words));
}

export function takePending() {
  const words = JSON.parse(sessionStorage.getItem(PENDING) || "[]");
  sessionStorage.removeItem(PENDING);
  return words;
}
