// A quiet screen when nothing happens: dim, a clock, the day's count, what waits. Any key, touch or scan wakes it; a
// scan's keys go where they always go, and the tap that wakes presses nothing.
const AFTER = 60000;
const CLOCK = 10000;

export function quietScreen(screen, draw, onTurn) {
  let timer = null;
  let clock = null;

  function sleep() {
    draw();
    screen.hidden = false;
    clock = setInterval(draw, CLOCK);
    onTurn(true);
  }

  function wake() {
    clearTimeout(timer);
    timer = setTimeout(sleep, AFTER);
    if (screen.hidden) return;
    clearInterval(clock);
    screen.hidden = true;
    onTurn(false);
  }

  for (const kind of ["keydown", "input", "visibilitychange"]) document.addEventListener(kind, wake, true);
  // The tap that wakes ends on the screen that covers everything: it hides only after the finger is up again.
  document.addEventListener("pointerdown", () => screen.hidden && wake(), true);
  screen.addEventListener("click", wake);
  wake();
  return { wake, draw: () => screen.hidden || draw(), isOn: () => !screen.hidden };
}
