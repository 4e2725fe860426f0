// Numbers as people type them, judged as floor/rules/standard.py and plausible.py do: 1,5 and 1.5 alike.
const SHIFTS = [10, 0.1, 100, 0.01, 1000, 0.001];
const DIGITS = { O: "0", o: "0", Q: "0", l: "1", I: "1", i: "1", S: "5", s: "5", B: "8", Z: "2", z: "2" };
const SLACK = 1e-9;

// NaN where it is no number.
export function readNumber(text) {
  const plain = text.replace(/ /g, "").replace(",", ".");
  return /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(plain) ? Number(plain) : NaN;
}

export function shown(number) {
  return String(Number(number.toFixed(3))).replace(".", ",");
}

// What a field's limits are: {low, high, nominal}, infinite where they are open, nominal NaN where there is none.
export function limitsOf(field) {
  const { low, high, nominal } = field.dataset;
  return {
    low: low === "" ? -Infinity : Number(low),
    high: high === "" ? Infinity : Number(high),
    nominal: nominal ? Number(nominal) : NaN,
  };
}

export function isInside(value, { low, high }) {
  return value >= low - SLACK && value <= high + SLACK;
}

// Twice the nominal or more, half of it or less: hardly what was measured.
export function isFarOff(value, limits) {
  const { nominal } = limits;
  return nominal > 0 && !isInside(value, limits) && (value >= nominal * 2 || value <= nominal / 2);
}

// With its comma where it was likely meant; NaN where none comes near.
export function meant(value, limits) {
  const shifted = SHIFTS.map((shift) => Number((value * shift).toFixed(6)));
  const inside = shifted.filter((one) => isInside(one, limits));
  const near = shifted.filter((one) => Math.abs(one - limits.nominal) <= limits.nominal * 0.2);
  const found = (inside.length ? inside : near).sort((one, other) => Math.abs(one - limits.nominal) - Math.abs(other - limits.nominal));
  return found.length ? found[0] : NaN;
}

// {letter, text} of what has a letter for a digit; null otherwise.
export function letterIn(text) {
  const letter = Array.from(text).find((one) => one in DIGITS);
  const mended = Array.from(text, (one) => DIGITS[one] || one).join("");
  return letter && /\d/.test(text) && !Number.isNaN(readNumber(mended)) ? { letter, text: mended } : null;
}
