// The short sentence after the tune, in Indonesian: clips that the server made, else the tablet's own Indonesian voice,
// else nothing. A new scan cuts it off. All clips come in one file, which stays in the browser's cache.
import { audio } from "../sound.js";

const KEPT = "floor-voice";
const LATER = 2000; // the page first, then its voice
const AGAIN = 60000; // clips that are being made are asked for again
const GAP = 0.05; // seconds between two clips of a sentence
const PAUSE = 0.08; // between the tune and the sentence

// `address`: of the clips, "" where the site is silent. `button` switches this tablet's voice, by its aria-pressed.
export function openVoice(address, button) {
  let clips = new Map(); // key: {text, bytes, sound}
  let playing = [];
  let turn = 0; // a sentence that isn't the newest any more is never begun
  let isOn = localStorage.getItem(KEPT) !== "off";

  async function load() {
    try {
      const answer = await fetch(address, { credentials: "same-origin" });
      if (answer.status === 200) clips = unpack(await answer.arrayBuffer());
      if (answer.headers.get("X-Floor-Whole") === "yes") return;
    } catch (error) {
      // The server is away: what was loaded before is in the browser's cache, else it comes later.
    }
    setTimeout(load, AGAIN);
  }

  function hush() {
    turn += 1;
    playing.forEach((source) => source.stop());
    playing = [];
    if (window.speechSynthesis && speechSynthesis.speaking) speechSynthesis.cancel();
  }

  // Says the clips of these keys one after the other, `after` so many seconds.
  async function say(keys, after = 0) {
    hush();
    const mine = turn;
    const said = keys.map((key) => clips.get(key));
    if (!isOn || !said.length || !said.every(Boolean)) return;
    const context = audio();
    if (!said.every((clip) => clip.bytes.byteLength)) return setTimeout(() => mine === turn && speak(said), (after + PAUSE) * 1000);
    if (!context) return;
    const begin = context.currentTime + after + PAUSE;
    const sounds = await Promise.all(said.map((clip) => decoded(context, clip)));
    if (mine === turn) play(context, sounds, Math.max(begin, context.currentTime));
  }

  function play(context, sounds, begin) {
    let at = begin;
    playing = sounds.map((sound) => {
      const source = context.createBufferSource();
      source.buffer = sound;
      source.connect(context.destination);
      source.start(at);
      at += sound.duration + GAP;
      return source;
    });
  }

  function speak(said) {
    const voice = window.speechSynthesis && speechSynthesis.getVoices().find((one) => /^id\b/i.test(one.lang));
    if (!voice) return;
    const sentence = new SpeechSynthesisUtterance(said.map((clip) => clip.text).join(" "));
    sentence.voice = voice;
    sentence.lang = voice.lang;
    speechSynthesis.speak(sentence);
  }

  function turnTo(on) {
    isOn = on;
    localStorage.setItem(KEPT, on ? "on" : "off");
    button.setAttribute("aria-pressed", String(on));
    if (!on) hush();
  }

  if (address) {
    button.hidden = false;
    button.setAttribute("aria-pressed", String(isOn));
    button.addEventListener("click", () => turnTo(!isOn));
    setTimeout(load, LATER);
  }
  return { say, hush, isSpeaking: () => playing.length > 0 };
}

// As floor/stations/clips.py packs them: the index's length, the index, the clips.
function unpack(packed) {
  const length = new DataView(packed).getUint32(0);
  const index = JSON.parse(new TextDecoder().decode(packed.slice(4, 4 + length)));
  const clips = new Map();
  for (const [key, [text, from, size]] of Object.entries(index)) {
    clips.set(key, { text, bytes: packed.slice(4 + length + from, 4 + length + from + size), sound: null });
  }
  return clips;
}

async function decoded(context, clip) {
  if (!clip.sound) clip.sound = await context.decodeAudioData(clip.bytes.slice(0));
  return clip.sound;
}

// What is said to an item of the outbox, as keys of clips.
export function spokenOf(item) {
  if (item.state === "waiting") return [item.loose ? "look:stop" : "kept"];
  if (item.state === "aside") return ["aside"];
  const refusal = item.result.refusal;
  if (refusal) return spokenNo(refusal);
  if (item.body.undoes) return ["undone"];
  const moves = item.result.moves || [];
  if (!moves.length) return /^[FWC]/i.test(item.body.code) ? ["good:" + item.body.code[0].toUpperCase()] : ["good"];
  const last = moves[moves.length - 1];
  const moved = moves.filter((move) => move.from === last.from).reduce((sum, move) => sum + move.quantity, 0);
  return [...numberWords(moved), ...onward(item.result.unit, last.to)];
}

// Of several labels of one photo.
export function spokenOfMany(look, count) {
  if (look === "kept") return ["kept"];
  return look === "good" ? [...numberWords(count), "labels"] : ["look:" + look];
}

function spokenNo(refusal) {
  const detail = refusal.detail || {};
  if (refusal.next === "take_there") {
    const there = (detail.where || []).find((place) => place.stage);
    return there ? ["no:" + refusal.code, "stage:" + there.stage] : ["look:stop"];
  }
  return refusal.code === "TOO_MANY" ? ["no:TOO_MANY", ...numberWords(detail.waiting)] : ["no:" + refusal.code];
}

function onward(unit, to) {
  if (to === "ready") return ["ready"];
  const there = ((unit && unit.where) || []).find((place) => place.step === to && place.stage);
  return there ? ["onward", "stage:" + there.stage] : ["good"];
}

const FIRST = "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas".split(" ");

// 1.234 as Indonesian counts it: seribu dua ratus tiga puluh empat.
export function numberWords(number) {
  return counted(number).map((word) => "n:" + word);
}

function counted(number) {
  if (!Number.isInteger(number) || number < 0 || number > 999999) return [];
  if (number < 12) return [FIRST[number]];
  if (number < 20) return [FIRST[number - 10], "belas"];
  for (const [size, word, single] of [[1000, "ribu", "seribu"], [100, "ratus", "seratus"], [10, "puluh", ""]]) {
    if (number < size) continue;
    const many = Math.floor(number / size);
    const rest = number % size;
    const head = many === 1 && single ? [single] : [...counted(many), word];
    return rest ? [...head, ...counted(rest)] : head;
  }
  return [];
}
