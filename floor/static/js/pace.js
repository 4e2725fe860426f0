// How many items are sent at once, and how soon it is tried again: by how quickly the server answers, and whether it does.
export const FIRST_WAIT = 500;

const MOST = 20;
const MOST_BEHIND = 100; // far behind, with a server that answers quickly
const QUICK = 1000;
const LONGEST_WAIT = 15000;
const STUMBLES = 9; // the halvings of a batch and a few: more in a row, and it is the server that ails

export function sendingPace() {
  let size = MOST;
  let streak = 0;
  let wait = FIRST_WAIT;

  // Answered, so many milliseconds after it was sent.
  function heard(took) {
    streak = 0;
    wait = FIRST_WAIT;
    if (took < QUICK) size = Math.min(size * 2, MOST_BEHIND);
    else if (size > MOST) size = Math.ceil(size / 2);
  }

  // Whether the server failed so often in a row that it is left alone for a while.
  function stumbled() {
    streak += 1;
    if (streak < STUMBLES) return false;
    streak = 0;
    return true;
  }

  // Milliseconds until the next try: longer each time, but not where somebody has just made something new.
  function nextWait(isWanted) {
    if (isWanted) wait = FIRST_WAIT;
    const next = wait * (0.75 + Math.random() / 2);
    wait = Math.min(wait * 2, LONGEST_WAIT);
    return next;
  }

  return {
    size: () => size,
    halve: (sent) => (size = Math.ceil(sent / 2)),
    whole: () => (size = MOST),
    heard,
    stumbled,
    nextWait,
  };
}
