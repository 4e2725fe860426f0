// The answer to the last scan, as large as the tablet allows: look, shape, icon, word, sentence, a numeral, and what to do
// next. The panel stands ready in the page; an answer only changes what differs from the one before, so that it is
// painted at once on a slow tablet.
import { button, element, fill, icon, numbered, put, say, unbroken } from "../dom.js";
import { lookOf, numeralOf, sentenceBelow, sentenceOf, unitOf, wordOf } from "./look.js";

const WORST_FIRST = ["stop", "ask", "kept", "already", "good"];

export function answerPanel(panel, words, act, undo) {
  const part = (name) => panel.querySelector(".answer-" + name);
  const word = part("word");
  const said = part("say");
  const unit = part("unit");
  const count = part("count");
  const next = part("next");
  const many = part("each");

  function draw(look, heading, sentence) {
    const isMany = Boolean(many.firstChild);
    panel.className = "answer answer-" + look + (isMany ? " answer-many" : " answer-one");
    panel.dataset.look = look;
    put(word, heading);
    if (said.textContent !== sentence) fill(said, unbroken(sentence));
  }

  function clear(...places) {
    for (const place of places) if (place.firstChild) place.textContent = "";
  }

  function drawCount(numeral) {
    put(count.firstElementChild, numeral ? numeral.number : "");
    put(count.lastElementChild, numeral ? numeral.below : "");
  }

  return {
    show(item) {
      const name = unitOf(item);
      clear(next, many);
      draw(lookOf(item), wordOf(item, words), sentenceBelow(item, words));
      if (unit.textContent !== name) fill(unit, unbroken(name));
      drawCount(numeralOf(item, words));
      const steps = nextSteps(item, words, act);
      if (steps.length) fill(next, ...steps);
    },

    // The answers to the labels of one photo, all of them: each with what it offers, or its own way back.
    showMany(items) {
      const looks = items.map(lookOf);
      const look = WORST_FIRST.find((one) => looks.includes(one)) || "good";
      clear(next, unit);
      fill(many, ...items.map((item) => oneOf(item, words, act, undo)));
      draw(look, say(words.labels, { count: items.length }), "");
      drawCount(null);
      return look;
    },

    // A sentence without a scan behind it: a photo that is being read, or wasn't.
    notice(look, sentence) {
      clear(next, many, unit);
      draw(look, words[look], sentence);
      drawCount(null);
    },
  };
}

// What the screen offers to a refusal: never more than a tap or two from the answer that is owed.
function nextSteps(item, words, act) {
  const refusal = item.state === "answered" && item.result.refusal;
  if (!refusal) return [];
  const detail = refusal.detail || {};
  switch (refusal.next) {
    case "choose_step":
      return (detail.choices || []).map((choice, place, all) => button(numbered(choiceWords(choice, words), place, all), "", "main", () => act.choose(item, choice)));
    case "confirm":
      return [button(words.confirm, "good", "main", () => act.choose(item, { step: detail.step }))];
    case "quantity":
      return [button(words.count, "count", "main", () => act.count(item))];
    case "inspect":
      return item.result.address ? [link(words.inspect, "inspect", item.result.address)] : [];
    case "sign_in":
      return [link(words.signIn, "officer", act.signInAddress)];
    default:
      return [];
  }
}

function choiceWords(choice, words) {
  const again = choice.cycle ? " · " + say(words.rework, { times: choice.cycle }) : "";
  return choice.name + " (" + choice.quantity + ")" + again;
}

function link(word, picture, address) {
  const made = element("a", "button button-main", icon(picture), element("span", "", word));
  made.href = address;
  return made;
}

function oneOf(item, words, act, undo) {
  const look = lookOf(item);
  return element("li", "look look-" + look,
    icon(look),
    element("div", "look-words",
      element("strong", "", unbroken(unitOf(item))),
      element("p", "", unbroken(sentenceOf(item, words))),
      element("div", "row", ...nextSteps(item, words, act), undo.buttonFor(item)),
    ),
  );
}
