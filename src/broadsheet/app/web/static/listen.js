// Reads a page aloud in the browser's own voice, sentence by sentence, and keeps a queue of articles. Without a voice nothing is shown.
// What is read: elements with data-listen (their paragraphs, headings and list items), in the order of the page.
{
  const speech = window.speechSynthesis;
  const bar = document.querySelector("[data-listen-bar]");
  const spoken = document.querySelectorAll("[data-listen]");
  const kept = {
    get(name, other) {
      try { return JSON.parse(localStorage.getItem(`listen:${name}`)) ?? other; } catch { return other; }
    },
    set(name, value) {
      try { localStorage.setItem(`listen:${name}`, JSON.stringify(value)); } catch { /* without storage nothing is remembered */ }
    },
  };
  // A voice of Chromium falls silent after about fifteen seconds: longer sentences are spoken in parts.
  const LONGEST = 220;
  const QUEUE = 50;
  const PLACES = 60;

  const parts = (text) => {
    const found = [];
    while (text.length > LONGEST) {
      const comma = text.lastIndexOf(", ", LONGEST);
      const blank = text.lastIndexOf(" ", LONGEST);
      const at = comma > LONGEST / 2 ? comma + 1 : blank > 0 ? blank : LONGEST;
      found.push(text.slice(0, at));
      text = text.slice(at);
    }
    found.push(text);
    return found;
  };

  const sentencesOf = (text, language) => {
    if (!window.Intl?.Segmenter) return text.match(/[^.!?…]+[.!?…]*\s*/g) ?? [text];
    return [...new Intl.Segmenter(language || undefined, { granularity: "sentence" }).segment(text)].map((one) => one.segment);
  };

  const languageOf = (element) => element.closest("[lang]")?.lang.replace(/^und$/, "") || "";

  // Every sentence with its block and where it stands in the block's text.
  const collect = () => {
    const found = [];
    for (const root of spoken) {
      const inside = root.querySelectorAll("h1, h2, h3, p, li, blockquote, figcaption");
      for (const block of inside.length ? inside : [root]) {
        if (block.closest(".voices, .told-from, .quiet, [hidden]") || block.querySelector("p, li")) continue;
        let at = 0;
        for (const sentence of sentencesOf(block.textContent, languageOf(block))) {
          if (sentence.trim()) found.push({ block, start: at, end: at + sentence.length, text: sentence.trim(), language: languageOf(block) });
          at += sentence.length;
        }
      }
    }
    return found;
  };

  const rangeOf = ({ block, start, end }) => {
    const range = document.createRange();
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    let at = 0;
    let open = false;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const next = at + node.length;
      if (!open && start < next) { range.setStart(node, start - at); open = true; }
      if (open && end <= next) { range.setEnd(node, end - at); break; }
      at = next;
    }
    return range;
  };

  const queue = {
    all: () => kept.get("queue", []).filter((one) => typeof one?.path === "string" && one.path.startsWith("/")),
    add(path, title) {
      const rest = queue.all().filter((one) => one.path !== path);
      kept.set("queue", [...rest, { path, title: String(title).slice(0, 200) }].slice(-QUEUE));
    },
    remove(path) { kept.set("queue", queue.all().filter((one) => one.path !== path)); },
  };

  const player = (bar) => {
    const sentences = collect();
    const say = (name) => bar.querySelector(`[data-listen-${name}]`);
    const places = kept.get("places", {});
    let place = Math.min(places[location.pathname] ?? 0, Math.max(0, sentences.length - 1));
    let playing = false;
    // Each start has a number: what an earlier one still reports is not listened to.
    let turn = 0;

    const mark = () => {
      for (const block of document.querySelectorAll(".is-spoken")) block.classList.remove("is-spoken");
      window.CSS?.highlights?.delete("spoken");
      if (!playing) return;
      const one = sentences[place];
      one.block.classList.add("is-spoken");
      if (window.Highlight && window.CSS?.highlights) CSS.highlights.set("spoken", new Highlight(rangeOf(one)));
      const box = one.block.getBoundingClientRect();
      if (box.top < 0 || box.bottom > innerHeight) one.block.scrollIntoView({ block: "center" });
    };

    const remember = () => {
      const all = Object.entries({ ...kept.get("places", {}), [location.pathname]: place }).filter(([, at]) => at > 0);
      kept.set("places", Object.fromEntries(all.slice(-PLACES)));
    };

    const show = () => {
      say("play").textContent = playing ? "Pause" : place ? "Go on" : "Listen";
      say("play").setAttribute("aria-pressed", String(playing));
      say("where").textContent = sentences.length ? `${place + 1} of ${sentences.length}` : "";
      const rest = queue.all();
      say("queue").textContent = rest.length ? `${rest.length} to listen to` : "";
      mark();
      if (navigator.mediaSession) navigator.mediaSession.playbackState = playing ? "playing" : "paused";
    };

    const finish = () => {
      playing = false;
      place = 0;
      remember();
      queue.remove(location.pathname);
      show();
      const next = queue.all()[0];
      if (next) location.assign(`${next.path}#listen`);
    };

    const speak = () => {
      const mine = ++turn;
      speech.cancel();
      if (!playing) return;
      const one = sentences[place];
      const pieces = parts(one.text);
      pieces.forEach((piece, number) => {
        const words = new SpeechSynthesisUtterance(piece);
        words.lang = one.language;
        words.rate = kept.get("rate", 1);
        const voice = speech.getVoices().find((voice) => one.language && voice.lang.toLowerCase().startsWith(one.language.toLowerCase()));
        if (voice) words.voice = voice;
        words.onend = () => {
          if (mine !== turn || number < pieces.length - 1) return;
          if (place + 1 < sentences.length) { place += 1; remember(); show(); speak(); } else finish();
        };
        words.onerror = (event) => {
          if (mine !== turn || event.error === "interrupted" || event.error === "canceled") return;
          playing = false;
          show();
          say("where").textContent = "The browser's voice failed.";
        };
        speech.speak(words);
      });
    };

    const play = (on) => {
      playing = on && sentences.length > 0;
      show();
      speak();
    };
    const move = (by) => {
      place = Math.max(0, Math.min(sentences.length - 1, place + by));
      remember();
      show();
      if (playing) speak();
    };

    say("play").addEventListener("click", () => play(!playing));
    say("back").addEventListener("click", () => move(-1));
    say("on").addEventListener("click", () => move(1));
    say("rate").value = String(kept.get("rate", 1));
    say("rate").addEventListener("change", (event) => {
      kept.set("rate", Math.max(0.5, Math.min(2, Number(event.target.value) || 1)));
      if (playing) speak();
    });
    addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable]")) return;
      if (event.key === "l") play(!playing);
    });
    addEventListener("pagehide", () => speech.cancel());
    if (navigator.mediaSession) {
      for (const [name, act] of [["play", () => play(true)], ["pause", () => play(false)], ["nexttrack", () => move(1)], ["previoustrack", () => move(-1)]]) {
        try { navigator.mediaSession.setActionHandler(name, act); } catch { /* not known here */ }
      }
    }
    show();
    bar.hidden = false;
    // A queue goes on by itself; a browser that forbids speech before a click leaves the bar as it is.
    if (location.hash === "#listen" && queue.all().some((one) => one.path === location.pathname)) play(true);
  };

  if (speech) {
    if (bar && spoken.length) player(bar);
    for (const button of document.querySelectorAll("[data-listen-later]")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        queue.add(button.dataset.listenLater, button.dataset.title || document.title);
        button.textContent = "Will be read";
      });
    }
  }
}
