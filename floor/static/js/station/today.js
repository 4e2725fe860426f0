// How many pieces were finished here today, against what a supervisor wants in a day where that was said.
import { say } from "../dom.js";

export function showToday(parts, today, words) {
  const { done, target, bar } = parts;
  done.textContent = String(today.done);
  target.textContent = today.target ? say(words.ofTarget, { target: today.target }) : words.piecesToday;
  bar.hidden = !today.target;
  if (today.target) Object.assign(bar, { max: today.target, value: Math.min(today.done, today.target) });
  bar.classList.toggle("is-reached", Boolean(today.target) && today.done >= today.target);
}
