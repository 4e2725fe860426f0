// Says when a tablet can be heard again: its network came back, somebody looks at it, or it slept and its clocks
// stood still. navigator.onLine is never asked: on a network without internet it knows nothing.
const BEAT = 4000;
const LATE = 6000;

export function onAwake(act) {
  let last = Date.now();
  const seen = () => document.hidden || act();
  setInterval(() => {
    const passed = Date.now() - last;
    last = Date.now();
    if (Math.abs(passed - BEAT) > LATE) act();
  }, BEAT);
  window.addEventListener("online", act);
  window.addEventListener("pageshow", (event) => event.persisted && act());
  document.addEventListener("visibilitychange", seen);
}
