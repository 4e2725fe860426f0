// What the looks sound like, told apart with closed eyes: rising, low and harsh, one short note.
const TUNES = {
  good: { wave: "sine", notes: [880, 1320], length: 0.11 },
  stop: { wave: "square", notes: [220, 180, 220], length: 0.16 },
  ask: { wave: "sine", notes: [660], length: 0.12 },
  already: { wave: "sine", notes: [660], length: 0.12 },
  kept: { wave: "sine", notes: [660], length: 0.08 },
};

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

export function sound(look) {
  const tune = TUNES[look];
  if (!tune) return;
  if (navigator.vibrate) navigator.vibrate(look === "stop" ? [180, 80, 180] : 60);
  if (!context || context.state !== "running") return;
  tune.notes.forEach((pitch, place) => note(pitch, tune.wave, context.currentTime + place * tune.length, tune.length));
}

function note(pitch, wave, start, length) {
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.type = wave;
  tone.frequency.value = pitch;
  volume.gain.setValueAtTime(wave === "square" ? 0.25 : 0.5, start);
  volume.gain.exponentialRampToValueAtTime(0.001, start + length);
  tone.connect(volume).connect(context.destination);
  tone.start(start);
  tone.stop(start + length);
}
