// This tablet's clock: how far it is off from the server's, and times as they are written.
const KNOWN = "floor-clock";
const SLOW = 4000; // an answer that took longer says little about the clock
const SET_BACK = 2000;

let offset = remembered();
let drift = Date.now() - performance.now();

// What must be added to this tablet's clock to get the server's, in ms; null while not known. The steady clock shows
// when the other one was set back; set ahead looks the same as a tablet that slept, which is what mostly happens.
export function clockOffset() {
  const now = Date.now() - performance.now();
  if (offset !== null && now < drift - SET_BACK) offset += drift - now;
  drift = now;
  return offset;
}

// What an earlier page found out holds while the clock hasn't gone back since: an empty battery sets it to some old year.
function remembered() {
  try {
    const known = JSON.parse(localStorage.getItem(KNOWN));
    return known && Date.now() >= known.wall ? known.offset : null;
  } catch (error) {
    return null;
  }
}

// `said`: the server's time in ms when it answered what was asked at `askedAt` by the steady clock.
export function hearClock(said, askedAt) {
  const took = performance.now() - askedAt;
  if (!said || took > SLOW) return;
  drift = Date.now() - performance.now();
  const found = Math.round(said + took / 2 - Date.now());
  if (offset !== null && Math.abs(found - offset) < 50) return; // as it was
  offset = found;
  try {
    localStorage.setItem(KNOWN, JSON.stringify({ offset, wall: Date.now() }));
  } catch (error) {
    // A full store: known until the page is closed.
  }
}

// ISO 8601 with this tablet's offset from UTC.
export function localTime(millis) {
  const minutes = -new Date(millis).getTimezoneOffset();
  const shown = new Date(millis + minutes * 60000).toISOString().slice(0, -1);
  const sign = minutes < 0 ? "-" : "+";
  const two = (number) => String(Math.floor(Math.abs(number))).padStart(2, "0");
  return shown + sign + two(minutes / 60) + ":" + two(minutes % 60);
}
