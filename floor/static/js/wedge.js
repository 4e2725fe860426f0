// A hand scanner types a code and ends it with Enter or Tab, wherever the focus happens to be.
//
// Keys outside any field can mean nothing else, so all of them go into our field, at any speed; no timer ever ends a
// code. Only in another field must it be told from a person: see burst.js. Times are the keys' own (`event.timeStamp`):
// a busy page runs its handlers late.
import { watchBursts } from "./burst.js";
import { isCommand, readScan } from "./code.js";

const SAME_AGAIN = 1200; // ms: a trigger held too long sends the same code twice
const PAUSE = 2000; // ms after which a person's keys no longer belong together
const SAME_PULL = 400; // ms: what a scanner sends after what ended its code
const STANDS = 200; // ms that what was taken stands in its field yet: emptying it is drawn, and the answer comes first

// `onCode(code, happenedAt)` for each code, or for text that is none. The same label read again at once goes to
// `onAgain(code)`: unless it is a command, or `mayRepeat()` says that something was set since.
export function listen(form, field, onCode, { onAgain = () => {}, mayRepeat = () => false } = {}) {
  let last = { code: "", at: -SAME_AGAIN };
  let entered = null; // when Enter was pressed in our field: the form's own submit follows
  let taken = null; // the timer that empties the field of what was taken

  function take(text, at) {
    const read = readScan(text);
    const happenedAt = Date.now() - (performance.now() - at);
    for (const code of read.codes.length ? read.codes : [read.text]) if (code) heard(code, at, happenedAt);
  }

  function heard(code, at, happenedAt) {
    const again = code === last.code && at - last.at < SAME_AGAIN && !isCommand(code) && !mayRepeat();
    last = { code, at };
    if (again) onAgain(code);
    else onCode(code, happenedAt);
  }

  function finish(at) {
    keep();
    const text = field.value;
    taken = setTimeout(empty, STANDS);
    take(text, at);
  }

  function empty() {
    if (taken === null) return;
    keep();
    field.value = "";
  }

  function keep() {
    clearTimeout(taken);
    taken = null;
  }

  // Whatever is written next finds the field empty; what wrote over all of it stays.
  for (const kind of ["keydown", "pointerdown"]) document.addEventListener(kind, empty, true);
  field.addEventListener("beforeinput", empty);
  field.addEventListener("input", keep, true);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    finish(entered === null ? event.timeStamp : entered);
    entered = null;
  });
  // An Android keyboard may write a whole code with its end as one text; a line's field would lose the end.
  field.addEventListener("beforeinput", (event) => {
    if (!/[\r\n\t]/.test(event.data || "")) return;
    event.preventDefault();
    field.value += event.data;
    finish(event.timeStamp);
  });
  listenToKeys(field, {
    isMeant: (text) => text.length > 0,
    watches: () => true,
    keeps: () => true,
    hold: () => field.focus({ preventScroll: true }),
    leave: (event) => {
      const submits = event.key === "Enter" && event.target === field;
      entered = submits ? event.timeStamp : null;
      return submits;
    },
    finish,
    take,
  });
  holdFocus(field);
}

// The keys that come while no field has the focus, on a page whose fields and buttons are for people: `onText(text)` once
// they end. A code may come as slowly as it likes; what a person types needs so many letters, and no long pause in it. A
// scan into a field is that field's, but into the one `own` that waits for scans: that is told too.
export function listenAnywhere(least, own, onText) {
  const held = { value: "" };
  const finish = () => {
    const text = held.value;
    held.value = "";
    onText(text);
  };
  const isMeant = (text, slowest) => text.length >= least && (slowest < PAUSE || readScan(text, text.length).codes.length > 0);
  const watches = (field) => field === own;
  listenToKeys(held, { isMeant, watches, keeps: (key) => key !== " ", hold: () => {}, leave: () => false, finish, take: onText });
}

function listenToKeys(field, act) {
  let ended = -SAME_PULL;
  let pressed = 0;
  let slowest = 0; // between two keys of what is held
  const watchBurst = watchBursts((text, at) => {
    ended = at;
    act.take(text, at);
  });

  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const ends = endsCode(event);
    if (!ends && (event.ctrlKey || event.altKey || event.metaKey)) return;
    const isOther = event.target !== field && isOtherField(event.target, field);
    if (isOther && act.watches(event.target)) watchBurst(event, ends);
    if (isOther) return;
    if (ends) end(event);
    else if (event.target !== field) collect(event);
  }, true);

  function collect(event) {
    // An IME tells no key here; with the focus in our field it will write there.
    if (event.keyCode === 229 || event.key === "Unidentified") act.hold();
    if (event.key.length !== 1 || (event.key === " " && !field.value) || !act.keeps(event.key)) return;
    slowest = field.value ? Math.max(slowest, event.timeStamp - pressed) : 0;
    pressed = event.timeStamp;
    event.preventDefault();
    field.value += event.key;
    act.hold();
  }

  function end(event) {
    if (!act.isMeant(field.value.trim(), slowest)) {
      field.value = "";
      // Enter on a button, Tab to the next: a person at a keyboard. The scanner's second end is nobody's.
      if (event.timeStamp - ended < SAME_PULL) event.preventDefault();
      return;
    }
    ended = event.timeStamp;
    if (act.leave(event)) return;
    event.preventDefault();
    act.finish(event.timeStamp);
  }
}

// Enter or Tab; a scanner that sends control characters presses Ctrl+M or Ctrl+J for it.
function endsCode(event) {
  return event.key === "Enter" || event.key === "Tab" || (event.ctrlKey && /^[jm]$/i.test(event.key));
}

// Back to our field after a tap, so that the scanner's Enter presses no button and an IME finds a place to write. The
// tablet's own keyboard stays away: it would cover the screen at every scan.
export function holdFocus(field) {
  field.inputMode = "none";
  field.setAttribute("virtualkeyboardpolicy", "manual");
  const refocus = () => isOtherField(document.activeElement, field) || field.focus({ preventScroll: true });
  document.addEventListener("click", () => setTimeout(refocus));
  document.addEventListener("visibilitychange", () => document.hidden || refocus());
  field.addEventListener("blur", (event) => event.relatedTarget || setTimeout(refocus));
  refocus();
}

// The tablet's own keyboard for this field, for a person who types.
export function showKeyboard(field) {
  field.inputMode = "text";
  field.setAttribute("virtualkeyboardpolicy", "auto");
  setTimeout(() => field.focus());
}

const FIELDS = "input:not([type=checkbox]):not([type=radio]):not([type=file]):not([type=button]):not([type=submit]), textarea, select";

function isOtherField(element, field) {
  return Boolean(element) && element !== field && element.matches(FIELDS);
}
