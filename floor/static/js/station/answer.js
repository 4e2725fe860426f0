// The answer to the last scan, as large as the tablet allows: look, shape, icon, word, sentence, and what to do next.
import { button, element, fill, icon, say, unbroken } from "../dom.js";
import { lookOf, movedBy, sentenceBelow, sentenceOf, unitOf, wordOf } from "./look.js";

const WORST_FIRST = ["stop", "ask", "kept", "already", "good"];

export function showAnswer(panel, item, words, act) {
  const look = lookOf(item);
  panel.className = "answer answer-" + look;
  panel.dataset.look = look;
  const moved = look === "good" ? movedBy(item) : null;
  const unit = unitOf(item);
  fill(
    panel,
    icon(look),
    element("div", "answer-words",
      element("p", "answer-word", wordOf(item, words)),
      element("p", "answer-say", unbroken(sentenceBelow(item, words))),
      unit ? element("p", "answer-unit", unbroken(unit)) : null,
    ),
    moved ? element("p", "answer-count", element("b", "", String(moved)), element("span", "", countedIn(item, moved, words))) : "",
    element("div", "answer-next", ...nextSteps(item, words, act)),
  );
}

function countedIn(item, quantity, words) {
  const known = JSON.parse(quantity === 1 ? words.one : words.many);
  const word = item.result.unit ? item.result.unit.counted_in : "potong";
  return known[word] || word;
}

// What the screen offers to a refusal: never more than a tap or two from the answer that is owed.
function nextSteps(item, words, act) {
  const refusal = item.state === "answered" && item.result.refusal;
  if (!refusal) return [];
  const detail = refusal.detail || {};
  switch (refusal.next) {
    case "choose_step":
      return (detail.choices || []).map((choice) => button(choiceWords(choice, words), "", "main", () => act.choose(item, choice)));
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

// The answers to the labels of one photo, all of them: each with what it offers, or its own way back.
export function showAnswers(panel, items, words, act, undo) {
  const looks = items.map(lookOf);
  const look = WORST_FIRST.find((one) => looks.includes(one)) || "good";
  panel.className = "answer answer-many answer-" + look;
  panel.dataset.look = look;
  fill(
    panel,
    icon(look),
    element("div", "answer-words",
      element("p", "answer-word", say(words.labels, { count: items.length })),
      element("ul", "answers", ...items.map((item) => oneOf(item, words, act, undo))),
    ),
  );
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

// A sentence without a scan behind it: a photo that is being read, or wasn't.
export function showNotice(panel, look, sentence, words) {
  panel.className = "answer answer-" + look;
  panel.dataset.look = look;
  fill(panel, icon(look), element("div", "answer-words", element("p", "answer-word", words[look]), element("p", "answer-say", sentence)));
}
