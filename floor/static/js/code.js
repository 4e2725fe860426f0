// What a hand scanner sent, read as our codes: as floor/rules/codes.py has them, told apart where two scans ran together,
// mended where the tablet believes in another keyboard than the scanner does. Nothing is guessed: what was mended must
// pass the rule with its check character, and in one way only.
const LENGTH = 10;
const SHAPE = /^[CFKSTUW][0-9A-HJKMNP-TV-Z]{9}$/;
const CHECKED = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*";
const LOOK_ALIKES = { O: "0", I: "1", L: "1" };
const AIM = /\][A-Za-z][0-9A-Za-z]/g;
const PREFIX = 3; // signs that a scanner may be set to send before a code
// What each keyboard makes of the keys that a scanner set to "USA" presses, and what was meant; and what it can't have
// made: a French one writes no digit, so a text with one is a spoiled code. Letters alone tell nothing, unless it was
// recognised before.
const KEYBOARDS = {
  azerty: { meant: pairs("&1é2\"3'4(5-6§6è7_8!8ç9à0É2È7Ç9À0aqqawzzwAQQAWZZW,m?M$]£]"), not: /\d/, tells: /[^a-z]/i },
  qwertz: { meant: pairs("yzzyYZZY+]"), not: /^[^yz]*$/i, tells: /./ },
  shift: { meant: pairs("!1@2#3$4%5^6&7*8(9)0\"2£3}]"), not: /\d/, tells: /[^a-z]/i },
};

let recognised = "";

function pairs(text) {
  const map = {};
  const signs = Array.from(text);
  for (let at = 0; at < signs.length; at += 2) map[signs[at]] = signs[at + 1];
  return map;
}

export function isCode(text) {
  if (!SHAPE.test(text)) return false;
  const sum = Array.from(text).reduce((sum, sign) => (2 * sum + CHECKED.indexOf(sign)) % 37, 0);
  return sum === 1;
}

// Goods, of which several may be meant at once; everything else is a card.
export function isGoods(text) {
  return /^[UC]/.test(text);
}

export function isCommand(text) {
  return text[0] === "K" && isCode(text);
}

// {codes, text, layout, aim, prefix}: the codes in order (none where it is something else); the text without what a
// scanner adds; the keyboard it was mended from, "" where none; what stood before it.
export function readScan(raw, mostBefore = PREFIX) {
  const plain = { layout: "", ...parts(raw), ...split(parts(raw).text, mostBefore) };
  if (plain.codes.length) return plain;
  const mended = Object.keys(KEYBOARDS)
    .filter((layout) => couldBe(layout, raw.replace(AIM, "")))
    .map((layout) => ({ layout, ...parts(retyped(raw, KEYBOARDS[layout].meant)) }))
    .map((read) => ({ ...read, ...split(read.text, mostBefore) }))
    .filter((read) => read.codes.length);
  const meanings = new Set(mended.map((read) => read.codes.join(" ")));
  if (meanings.size !== 1) return plain;
  recognised = mended[0].layout;
  return mended[0];
}

function couldBe(layout, typed) {
  const { not, tells } = KEYBOARDS[layout];
  return !not.test(typed) && (tells.test(typed) || layout === recognised);
}

function retyped(raw, keyboard) {
  return Array.from(raw, (sign) => keyboard[sign] || sign).join("");
}

// Control characters, "\n" written out as a suffix, and the three signs ("]Q1") by which a scanner names the symbology.
function parts(raw) {
  const seen = raw.replace(/[\u0000-\u001f\u007f]/g, "").replace(/(\\[nrtNRT])+$/, "");
  const aim = seen.match(AIM) || [""];
  return { aim: aim[0], text: seen.replace(AIM, "").trim() };
}

function split(text, mostBefore) {
  const folded = text.replace(/[\s-]/g, "").toUpperCase();
  const typed = folded.slice(0, 1) + folded.slice(1).replace(/[OIL]/g, (sign) => LOOK_ALIKES[sign]);
  if (isCode(typed)) return { codes: [typed], prefix: "" };
  const before = folded.length % LENGTH;
  for (const prefix of new Set([before, folded.length - LENGTH])) {
    if (prefix < 0 || prefix > mostBefore) continue;
    const codes = folded.slice(prefix).match(/.{10}/g) || [];
    if (codes.length && codes.every(isCode)) return { codes, prefix: folded.slice(0, prefix) };
  }
  return { codes: [], prefix: "" };
}
