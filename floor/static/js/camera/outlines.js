// Frames round what was read and what wasn't, over a picture: colour, line and word of each say what became of it.
const SVG = "http://www.w3.org/2000/svg";

// `outlines`: [{corners, look, word, onTap}] in the pixels of a picture `wide` x `high` that fills the place.
export function drawOutlines(place, wide, high, outlines) {
  place.setAttribute("viewBox", "0 0 " + wide + " " + high);
  const pixel = wide / (place.clientWidth || wide); // of the picture, to one of the screen
  place.textContent = "";
  for (const outline of outlines) place.append(drawn(outline, pixel, wide, high));
}

function drawn({ corners, look, word, onTap }, pixel, wide, high) {
  const group = made("g", { class: "outline outline-" + look });
  group.append(made("polygon", { points: corners.map((corner) => corner.join(",")).join(" ") }));
  if (word) group.append(...tag(word, corners, pixel, wide, high));
  if (onTap) group.addEventListener("click", onTap);
  return group;
}

// A word below the frame, kept within the picture.
function tag(word, corners, pixel, wide, high) {
  const size = 20 * pixel;
  const width = (word.length * 0.62 + 1) * size;
  const middle = corners.reduce((sum, corner) => sum + corner[0], 0) / 4;
  const x = Math.max(0, Math.min(wide - width, middle - width / 2));
  const y = Math.min(high - 1.7 * size, Math.max(...corners.map((corner) => corner[1])) + 0.4 * size);
  const text = made("text", { x: x + width / 2, y: y + 1.15 * size, "font-size": size, "text-anchor": "middle" });
  text.textContent = word;
  return [made("rect", { x, y, width, height: 1.6 * size, rx: 0.3 * size }), text];
}

function made(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const name of Object.keys(attributes)) element.setAttribute(name, attributes[name]);
  return element;
}
