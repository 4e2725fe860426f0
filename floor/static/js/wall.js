// The wall turns its pages by itself, and stops when somebody asks it to. Its clock is the server's.
const EVERY = 20000;

const wall = document.getElementById("wall");
const pause = document.getElementById("wall-pause");
const full = document.getElementById("wall-full");
let at = Number(wall.dataset.page) - 1;
let turning = null;
let ahead = 0; // ms that the server's clock is ahead of this screen's

function show(page) {
  const slides = wall.querySelectorAll(".slide");
  at = ((page % slides.length) + slides.length) % slides.length;
  slides.forEach((slide, place) => slide.classList.toggle("is-shown", place === at));
  document.querySelectorAll(".wall-to").forEach((link, place) => {
    if (place === at) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  });
}

function turn(on) {
  clearInterval(turning);
  turning = on ? setInterval(() => document.body.classList.contains("has-old") || show(at + 1), EVERY) : null;
  pause.querySelector("span").textContent = on ? pause.dataset.pause : pause.dataset.go;
  pause.setAttribute("aria-pressed", String(!on));
}

function readClock() {
  const now = wall.querySelector(".wall-clock");
  if (now) ahead = Number(now.dataset.now) - Date.now();
}

function tick() {
  const mark = document.documentElement.lang === "en" ? ":" : ".";
  const zone = wall.dataset.zone;
  const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone });
  const said = time.format(new Date(Date.now() + ahead)).replace(":", mark);
  for (const clock of wall.querySelectorAll(".wall-clock")) clock.textContent = said;
}

wall.addEventListener("refreshed", () => {
  show(at);
  tick();
});
pause.hidden = false;
pause.addEventListener("click", () => turn(turning === null));
if (document.documentElement.requestFullscreen) {
  full.hidden = false;
  full.addEventListener("click", () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()));
}
document.querySelectorAll(".wall-to").forEach((link, place) =>
  link.addEventListener("click", (event) => {
    event.preventDefault();
    turn(false);
    show(place);
  })
);
document.addEventListener("keydown", (event) => {
  if (event.key === "ArrowRight") show(at + 1);
  if (event.key === "ArrowLeft") show(at - 1);
});
readClock();
turn(true);
setInterval(tick, 1000);
