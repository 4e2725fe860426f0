// One tap within thirty seconds takes the last scan back.
const WITHIN = 30000;

export function offerUndo(button, left, onUndo) {
  let item = null;
  let until = 0;
  let timer = null;

  function tick() {
    const seconds = Math.ceil((until - performance.now()) / 1000);
    button.disabled = !item || seconds <= 0;
    left.textContent = button.disabled ? "" : String(seconds);
    if (button.disabled) stop();
  }

  function stop() {
    clearInterval(timer);
    timer = null;
    item = null;
    button.disabled = true;
    left.textContent = "";
  }

  button.addEventListener("click", () => {
    const undone = item;
    stop();
    if (undone) onUndo(undone);
  });

  return {
    offer(newest) {
      const age = Date.now() - Date.parse(newest.body.happened_at);
      if (age < 0 || age >= WITHIN) return stop();
      item = newest;
      until = performance.now() + WITHIN - age;
      if (!timer) timer = setInterval(tick, 250);
      return tick();
    },
    forget: stop,
  };
}
