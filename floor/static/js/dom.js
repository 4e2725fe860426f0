// Making elements: text only ever as text, so that nothing that was scanned or named can become markup.
const SVG = "http://www.w3.org/2000/svg";
const icons = document.documentElement.dataset.icons;

export function element(tag, className, ...inside) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...inside.filter((part) => part !== null && part !== undefined && part !== ""));
  return made;
}

export function icon(name) {
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("class", "icon");
  picture.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", icons + "#" + name);
  picture.append(use);
  return picture;
}

export function button(word, picture, kind, onPress) {
  const made = element("button", "button" + (kind ? " button-" + kind : ""), picture ? icon(picture) : null, element("span", "", word));
  made.type = "button";
  made.addEventListener("click", onPress);
  return made;
}

// One of several choices with its number, by which it is chosen with a scanner: "2. Jahit (12)".
export function numbered(words, place, all) {
  return all.length > 1 ? place + 1 + ". " + words : words;
}

export function fill(place, ...inside) {
  place.textContent = "";
  place.append(...inside);
}

// Only what changed is written: nothing flickers, and nothing is laid out anew for nothing.
export function put(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

// Once the frame that shows what was done until now is painted. A page that nobody sees paints none.
export function afterPaint(act) {
  requestAnimationFrame(() => setTimeout(act));
}

// A sentence whose numbers and names (PO-A-031, A-031-03/012) stay on one line each.
export function unbroken(sentence) {
  const parts = document.createDocumentFragment();
  for (const part of sentence.split(/(\S*\w-\w\S*)/)) {
    parts.append(/\w-\w/.test(part) ? element("span", "unbroken", part) : part);
  }
  return parts;
}

// "{waiting} menunggu kirim" with its numbers
export function say(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => (values[name] === undefined ? "–" : String(values[name])));
}
