// A network that fails: between a tablet and the server, one request after another, as its dice fall.
import net from "node:net";
import { pause } from "./disk.mjs";

const BUSY = reply("503 Service Unavailable", '{"error": "TRY_AGAIN", "sentence": "…"}');
const BROKEN = reply("500 Internal Server Error", '{"error": "UNKNOWN", "sentence": "…"}');
const PORTAL = reply("200 OK", "<p>Welcome to this network</p>", "text/html");

function reply(status, body, type = "application/json") {
  return `HTTP/1.1 ${status}\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`;
}

export const FAULTS = ["before", "during", "after", "half", "twice", "late", "busy", "broken", "portal", "stall"];

// `dice()` names a fault, or nothing. Answers {port, close, counts}.
export async function failingNetwork(port, dice) {
  const counts = {};
  const server = net.createServer((tablet) => {
    let heard = Buffer.alloc(0);
    let turn = Promise.resolve();
    tablet.on("error", () => tablet.destroy());
    tablet.on("data", (part) => {
      heard = Buffer.concat([heard, part]);
      for (let end = wholeRequest(heard); end; end = wholeRequest(heard)) {
        const request = heard.subarray(0, end);
        heard = heard.subarray(end);
        turn = turn.then(() => carry(tablet, request, dice(), port, counts));
      }
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { port: server.address().port, counts, close: () => server.close() };
}

function wholeRequest(heard) {
  const head = heard.indexOf("\r\n\r\n");
  if (head < 0) return 0;
  const length = /content-length: *(\d+)/i.exec(heard.subarray(0, head).toString("latin1"));
  const end = head + 4 + (length ? Number(length[1]) : 0);
  return heard.length >= end ? end : 0;
}

async function carry(tablet, request, fault, port, counts) {
  if (tablet.destroyed) return;
  counts[fault || "none"] = (counts[fault || "none"] || 0) + 1;
  if (fault === "before") tablet.destroy();
  else if (fault === "during") {
    await forward(request.subarray(0, request.length - Math.ceil(request.length / 3)), port, true);
    tablet.destroy();
  } else if (fault === "busy") tablet.end(BUSY);
  else if (fault === "broken") tablet.end(BROKEN);
  else if (fault === "portal") tablet.end(PORTAL);
  else if (fault === "stall") await pause(9000).then(() => tablet.destroy());
  else await carryOn(tablet, request, fault, port);
}

async function carryOn(tablet, request, fault, port) {
  if (fault === "late") await pause(600);
  const again = fault === "twice" ? forward(request, port) : null;
  const answer = await forward(request, port);
  if (again) await again;
  if (!answer.length || fault === "after") tablet.destroy(); // it was heard, and nobody was told
  else if (fault === "half") {
    tablet.write(answer.subarray(0, Math.floor(answer.length * 0.7)));
    setTimeout(() => tablet.destroy(), 20);
  } else tablet.end(answer);
}

// What the server answers; nothing where it isn't there. `cut` goes away in the middle of the sentence.
function forward(request, port, cut = false) {
  return new Promise((resolve) => {
    const parts = [];
    const server = net.connect(port, "127.0.0.1");
    server.on("connect", () => {
      server.write(cut ? request : closing(request));
      if (cut) setTimeout(() => server.destroy(), 20);
    });
    server.on("data", (part) => parts.push(part));
    server.on("error", () => undefined);
    server.on("close", () => resolve(Buffer.concat(parts)));
  });
}

function closing(request) {
  const head = request.indexOf("\r\n");
  return Buffer.concat([request.subarray(0, head), Buffer.from("\r\nX-Fault: 1"), request.subarray(head)].map((part) => Buffer.from(part.toString("latin1").replace(/\r\nconnection: *keep-alive/i, "\r\nConnection: close"), "latin1")));
}
