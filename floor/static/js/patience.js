// What the server stumbled over is tried again by itself, less and less often, while the others go on.
const FIRST = 1000;
const LONGEST = 60000;
const EARLY = 20; // ms: a browser's timer goes off a little before its time, and nothing would be ready then

export function patience() {
  const stumbled = new Map(); // id: {times, until}, by the steady clock

  function putOff({ id }) {
    const times = stumbled.has(id) ? stumbled.get(id).times + 1 : 0;
    stumbled.set(id, { times, until: performance.now() + Math.min(FIRST * 2 ** times, LONGEST) });
  }

  const until = ({ id }) => (stumbled.has(id) ? stumbled.get(id).until : 0);

  return {
    putOff,
    isReady: (item) => until(item) - EARLY <= performance.now(),
    left: (item) => Math.max(0, until(item) - performance.now()),
    // ms until the first of those that were put off is tried again; Infinity where none was
    soonest: (items) => items.reduce((least, item) => Math.min(least, until(item) || Infinity), Infinity) - performance.now(),
    forget: ({ id }) => stumbled.delete(id),
    clear: () => stumbled.clear(),
  };
}
