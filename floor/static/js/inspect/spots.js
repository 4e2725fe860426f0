// Where on the drawing a defect is: a tap on one of its sides, or a word from the list; the same again takes it back.
import { element } from "../dom.js";

const all = (where, what) => Array.from(where.querySelectorAll(what));

// `panel` holds the drawing and the list, if the goods have one. Answers {use}: taps go into that list from then on.
export function startSpots(panel) {
  let spots = [];

  function draw() {
    all(panel, ".drawing-spot").forEach((spot) => spot.remove());
    for (const spot of spots) {
      const [side, x, y] = spot.split("-");
      const mark = element("i", "drawing-spot");
      mark.style.left = Number(x) / 10 + "%";
      mark.style.top = Number(y) / 10 + "%";
      const place = panel.querySelector('[data-side="' + side + '"]');
      if (place) place.append(mark);
    }
    for (const zone of all(panel, "[data-spot]")) zone.setAttribute("aria-pressed", String(spots.includes(zone.dataset.spot)));
  }

  function toggle(spot) {
    const place = spots.indexOf(spot);
    if (place < 0) spots.push(spot);
    else spots.splice(place, 1);
    draw();
  }

  function use(list) {
    spots = list;
    draw();
  }

  for (const side of all(panel, ".drawing-side")) {
    side.addEventListener("click", (event) => {
      const box = side.getBoundingClientRect();
      const share = (at, size) => Math.max(0, Math.min(1000, Math.round((at / size) * 1000)));
      toggle([side.dataset.side, share(event.clientX - box.left, box.width), share(event.clientY - box.top, box.height)].join("-"));
    });
  }
  for (const zone of all(panel, "[data-spot]")) zone.addEventListener("click", () => toggle(zone.dataset.spot));
  return { use };
}
