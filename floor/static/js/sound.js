// What the looks sound and feel like, told apart with closed eyes and in gloves: good rises, stop is low and harsh, a
// question goes up and down, "already" is the same note twice, what is kept is one soft note, what was undone falls.
export const TUNES = {
  good: { wave: "sine", notes: [880, 1320], length: 0.11 },
  stop: { wave: "square", notes: [220, 180, 220], length: 0.16 },
  ask: { wave: "triangle", notes: [587, 880, 587, 880], length: 0.09 },
  already: { wave: "sine", notes: [660, 660], length: 0.1 },
  kept: { wave: "sine", notes: [440], length: 0.16 },
  undone: { wave: "sine", notes: [1320, 880], length: 0.11 },
};
// milliseconds: buzz, pause, buzz …
export const BUZZES = {
  good: [60],
  stop: [300, 100, 300],
  ask: [60, 60, 60, 60, 60],
  already: [60, 120, 60],
  kept: [150],
  undone: [30, 60, 120],
};
const ARRIVES = 1000; // ms: later than this it would be taken for the answer to something else
const LOUD = { sine: 0.5, triangle: 0.6, square: 0.25 };

let context = null;

// A browser lets a page sound only after somebody touched it; a scanner's keys count as touch.
function wake() {
  if (!window.AudioContext) return;
  if (!context) context = new AudioContext();
  if (context.state === "suspended") context.resume().catch(() => {});
}

export function allowSound() {
  for (const kind of ["keydown", "pointerdown"]) document.addEventListener(kind, wake, true);
}

// What can be played with now; null where nobody touched the page yet.
export function audio() {
  return context && context.state === "running" ? context : null;
}

// Sounds and shakes; answers how many seconds the tune lasts.
export function sound(look) {
  const tune = TUNES[look];
  if (!tune) return 0;
  if (navigator.vibrate && wasTouched()) navigator.vibrate(BUZZES[look]);
  const lasts = tune.notes.length * tune.length;
  if (!audio()) return 0;
  tune.notes.forEach((pitch, place) => note(pitch, tune.wave, context.currentTime + place * tune.length, tune.length));
  return lasts;
}

// The same on a page that is just opening: it may sound where the page before it was touched.
export function soundOnArrival(look) {
  const latest = performance.now() + ARRIVES;
  wake();
  if (!context || audio()) return sound(look);
  context.addEventListener("statechange", () => performance.now() < latest && audio() && sound(look), { once: true });
  return 0;
}

function wasTouched() {
  return !navigator.userActivation || navigator.userActivation.hasBeenActive;
}

function note(pitch, wave, start, length) {
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.type = wave;
  tone.frequency.value = pitch;
  volume.gain.setValueAtTime(LOUD[wave], start);
  volume.gain.exponentialRampToValueAtTime(0.001, start + length);
  tone.connect(volume).connect(context.destination);
  tone.start(start);
  tone.stop(start + length);
}
