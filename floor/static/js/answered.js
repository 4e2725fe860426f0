// An answer that is a page of its own sounds as a station's does; once, and not when the page is loaded again.
import { soundOnArrival } from "./sound.js";

const answer = document.querySelector("[data-sound]");
const [arrival] = performance.getEntriesByType("navigation");
if (answer && arrival && arrival.type === "navigate") soundOnArrival(answer.dataset.sound);
