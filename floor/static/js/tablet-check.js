/* Finds out what this tablet can do. Written for browsers of any age: no modules, no newer syntax. */
(function () {
  "use strict";

  var PINGS = 12;
  var WRITES = 5;
  var form = document.getElementById("check");
  var words = form.dataset;

  function note(name, value) {
    document.getElementById(name).value = value;
  }

  function show(name, said) {
    var place = document.getElementById("value-" + name);
    if (place) place.textContent = said;
  }

  function middle(numbers) {
    numbers.sort(function (one, other) {
      return one - other;
    });
    return Math.round(numbers[Math.floor(numbers.length / 2)]);
  }

  function steady() {
    return window.performance && performance.now ? performance.now() : Date.now();
  }

  function yesOrNo(isSo) {
    return isSo ? words.yes : words.no;
  }

  function isSecure() {
    note("secure", window.isSecureContext ? "yes" : "no");
    show("secure", yesOrNo(window.isSecureContext));
  }

  function size() {
    note("width", window.innerWidth);
    note("height", window.innerHeight);
    note("ratio", window.devicePixelRatio || 1);
    show("screen", window.innerWidth + " × " + window.innerHeight);
  }

  /* Writes as the outbox does: answered only when it is on the tablet's disk. */
  function disk() {
    var took = [];
    var asked;
    show("disk", words.failed);
    if (!window.indexedDB) return;
    try {
      asked = indexedDB.open("floor-check", 1);
    } catch (error) {
      return;
    }
    asked.onupgradeneeded = function () {
      asked.result.createObjectStore("tries", { autoIncrement: true });
    };
    asked.onsuccess = function () {
      write(asked.result);
    };

    function write(base) {
      var began = steady();
      var transaction;
      try {
        transaction = base.transaction("tries", "readwrite", { durability: "strict" });
      } catch (error) {
        return;
      }
      transaction.objectStore("tries").add({ code: "UJI", at: Date.now() });
      transaction.oncomplete = function () {
        took.push(steady() - began);
        if (took.length < WRITES) return write(base);
        note("disk_ms", middle(took));
        show("disk", words.ms.replace("{n}", middle(took)));
        base.close();
        indexedDB.deleteDatabase("floor-check");
        return undefined;
      };
    }
  }

  function room() {
    show("room", words.unknown);
    show("persists", words.unknown);
    if (!navigator.storage || !navigator.storage.estimate) return;
    navigator.storage.estimate().then(function (told) {
      var free = Math.round((told.quota - told.usage) / 1048576);
      note("room_mib", free);
      show("room", words.mib.replace("{n}", free));
    }, function () {});
    if (!navigator.storage.persist) return;
    navigator.storage.persist().then(function (isSo) {
      note("persists", isSo ? "yes" : "no");
      show("persists", yesOrNo(isSo));
    }, function () {});
  }

  /* How long the server takes, again and again; the quickest answer also tells how far this clock is off. */
  function network() {
    var took = [];
    var lost = 0;
    var best = Infinity;

    function ping() {
      var asked = new XMLHttpRequest();
      var began = steady();
      asked.open("GET", words.now + "?" + took.length + lost);
      asked.timeout = 4000;
      asked.onload = function () {
        var lasted = steady() - began;
        var said = asked.status === 200 ? JSON.parse(asked.responseText).now : 0;
        if (!said) return failed();
        took.push(lasted);
        if (lasted < best) {
          best = lasted;
          note("clock_ms", Math.round(Date.now() - lasted / 2 - said));
        }
        return next();
      };
      asked.onerror = failed;
      asked.ontimeout = failed;
      asked.send();
    }

    function failed() {
      lost += 1;
      next();
    }

    function next() {
      if (took.length + lost < PINGS) return ping();
      note("pings_lost", lost);
      if (took.length) note("ping_ms", middle(took));
      show("network", words.pings.replace("{n}", took.length ? middle(took) : "–").replace("{lost}", lost));
      show("clock", words.seconds.replace("{n}", Math.round(document.getElementById("clock_ms").value / 1000)));
      return undefined;
    }

    ping();
  }

  function voice() {
    function look() {
      var has = speechSynthesis.getVoices().some(function (each) {
        return /^(id|in)([-_]|$)/i.test(each.lang);
      });
      note("voice", has ? "yes" : "no");
      show("voice", yesOrNo(has));
    }

    show("voice", words.none);
    if (!window.speechSynthesis) return;
    look();
    if (speechSynthesis.addEventListener) speechSynthesis.addEventListener("voiceschanged", look);
  }

  function battery() {
    show("battery", words.unknown);
    if (!navigator.getBattery) return;
    navigator.getBattery().then(function (told) {
      note("battery", Math.round(told.level * 100));
      note("charging", told.charging ? "yes" : "no");
      show("battery", words.percent.replace("{n}", Math.round(told.level * 100)));
    }, function () {});
  }

  function camera() {
    var opens = document.getElementById("try-camera");
    var takesPhotos = "capture" in document.createElement("input");

    function found(what) {
      note("camera", what);
      show("camera", words[what]);
    }

    if (!opens) return;
    found(takesPhotos ? "photo" : "none");
    opens.addEventListener("click", function () {
      if (!navigator.mediaDevices || !navigator.mediaDevices.getUserMedia) return found(takesPhotos ? "photo" : "none");
      return navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }).then(
        function (stream) {
          stream.getTracks().forEach(function (track) {
            track.stop();
          });
          found("live");
        },
        function (error) {
          found(error.name === "NotFoundError" ? "none" : "refused");
        }
      );
    });
  }

  /* Loud and short, as answers are; a tap opens the way for sound. */
  function sound() {
    show("sound", "");
    document.getElementById("play").addEventListener("click", function () {
      var Context = window.AudioContext || window.webkitAudioContext;
      var context, tone, volume;
      if (!Context) return show("sound", words.failed);
      context = new Context();
      tone = context.createOscillator();
      volume = context.createGain();
      volume.gain.value = 0.4;
      tone.frequency.value = 880;
      tone.connect(volume);
      volume.connect(context.destination);
      tone.start();
      tone.stop(context.currentTime + 0.6);
      return show("sound", "♪");
    });
  }

  function vibration() {
    show("vibration", navigator.vibrate ? "" : words.none);
    document.getElementById("shake").addEventListener("click", function () {
      if (navigator.vibrate) navigator.vibrate([250, 100, 250]);
    });
  }

  function scanner() {
    var field = document.getElementById("scanned");
    show("scanner", "");
    field.addEventListener("focus", function () {
      field.select(); /* the next scan takes the place of the last */
    });
    field.addEventListener("keydown", function (event) {
      if (event.key !== "Enter" && event.key !== "Tab") return;
      event.preventDefault(); /* the end of a scan sends nothing here */
      note("scan_end", event.key);
      show("scanner", field.value + " ⏎");
      field.select();
    });
    field.focus({ preventScroll: true });
  }

  [isSecure, size, disk, room, network, voice, battery, camera, sound, vibration, scanner].forEach(function (test) {
    try {
      test();
    } catch (error) {
      /* what an old browser can't even be asked stays unanswered */
    }
  });
})();
