// What a hand scanner sends, key by key, and what that says of how it is set. It sends nothing anywhere.
import { readScan } from "../code.js";
import { element, fill, icon, say } from "../dom.js";
import { holdFocus } from "../wedge.js";

const SAME_PULL = 400; // ms: a second end belongs to the same scan
const SILENCE = 1500; // ms: what has no end by then is shown as such; a station would go on waiting
const KINDS = { Q: "QR", C: "Code 128" };

const find = (id) => document.getElementById(id);
const words = find("scanner-words").dataset;
const field = find("code");
let keys = []; // {name, text, at, unnamed}
let over = false;
let timer = null;

document.addEventListener("keydown", (event) => {
  const ends = event.key === "Enter" || event.key === "Tab";
  if (event.ctrlKey || event.altKey || event.metaKey || event.key === "Shift" || event.key === "CapsLock") return;
  if (ends && !keys.length) return; // a person at a keyboard
  const unnamed = event.keyCode === 229 || event.key === "Unidentified";
  if (!ends && !unnamed && event.key.length > 1) return;
  if (!unnamed) event.preventDefault();
  if (unnamed) field.focus({ preventScroll: true });
  note({ name: event.key, text: !ends && !unnamed ? event.key : "", at: event.timeStamp, unnamed }, ends);
}, true);

field.addEventListener("input", (event) => {
  const last = keys[keys.length - 1];
  if (last && last.unnamed && !last.text && !over) last.text = event.data || "";
  else note({ name: "", text: event.data || "", at: event.timeStamp, unnamed: true }, false);
  draw();
});
find("wedge").addEventListener("submit", (event) => event.preventDefault());
holdFocus(field);

function note(key, ends) {
  if (over && (!ends || key.at - keys[keys.length - 1].at > SAME_PULL)) {
    keys = [];
    over = false;
  }
  if (!keys.length && ends) return;
  keys.push(key);
  if (ends) over = true;
  clearTimeout(timer);
  timer = setTimeout(judge, over ? SAME_PULL : SILENCE);
  draw();
}

function draw() {
  find("scanner-sent").hidden = !keys.length;
  fill(find("scanner-keys"), ...keys.map((key, place) => element("li", "",
    element("b", "", key.text === " " ? "␣" : key.text || key.name),
    element("small", "", place ? Math.round(key.at - keys[place - 1].at) + " ms" : "0"),
  )));
  field.value = "";
  field.placeholder = keys.map((key) => key.text).join("") || words.wait;
}

function judge() {
  over = true;
  const facts = factsOf(keys);
  const looks = facts.map((fact) => fact.look);
  const look = looks.includes("stop") ? "stop" : looks.includes("ask") ? "ask" : "good";
  const panel = find("scanner-verdict");
  panel.className = "scanner-verdict look look-" + look;
  fill(panel, icon(look), element("strong", "", { good: words.good, ask: words.mend, stop: words.bad }[look]));
  find("scanner-facts").hidden = false;
  fill(find("scanner-facts"), ...facts.reduce((all, fact) => [
    ...all, element("dt", "", fact.name), element("dd", "", icon(fact.look), element("span", "", fact.said)),
  ], []));
}

// What each part of a scan says: {name, look, said}.
function factsOf(sent) {
  const text = sent.map((key) => key.text).join("");
  const read = readScan(text);
  const ends = sent.filter((key) => !key.text && /^(Enter|Tab)$/.test(key.name)).map((key) => key.name);
  const fact = (name, look, said) => ({ name: words[name], look, said });
  return [
    read.codes.length > 1 ? fact("code", "already", say(words.several, { count: read.codes.length }))
      : read.codes.length ? fact("code", "good", say(words.right, { code: read.codes[0] }))
        : fact("code", "stop", say(words.noCode, { text: read.text || "–" })),
    ends.length ? fact("end", "good", ends.includes("Enter") ? ends.join(", ") : words.tab) : fact("end", "stop", words.noEnd),
    keyboardOf(read, fact),
    /[a-z]/.test(text) && !/[A-Z]/.test(text) ? fact("letters", "ask", words.small) : fact("letters", "good", words.capital),
    kindOf(read.aim, fact),
    read.prefix ? fact("before", "ask", say(words.prefix, { prefix: read.prefix })) : fact("before", "good", words.noPrefix),
    sent.some((key) => key.unnamed) ? fact("names", "already", words.unnamed) : fact("names", "good", words.named),
    fact("speed", "good", timesOf(sent)),
  ];
}

function keyboardOf(read, fact) {
  if (!read.codes.length) return /[&é"'(§è!çà@#$%^)£]/.test(read.text) ? fact("keyboard", "stop", words.unknown) : fact("keyboard", "already", words.unseen);
  return read.layout ? fact("keyboard", "ask", words[read.layout]) : fact("keyboard", "good", words.usa);
}

function kindOf(aim, fact) {
  if (!aim) return fact("kind", "good", words.noAim);
  const kind = KINDS[aim[1]];
  if (!kind) return fact("kind", "ask", say(words.off, { aim }));
  return fact("kind", "already", say(words.aim, { aim, kind }));
}

function timesOf(sent) {
  const gaps = sent.slice(1).map((key, place) => key.at - sent[place].at);
  const total = gaps.reduce((sum, gap) => sum + gap, 0);
  const whole = (value) => Math.round(value || 0);
  return say(words.took, { total: whole(total), mean: whole(total / gaps.length), most: whole(Math.max(0, ...gaps)) });
}
