// Reads a page aloud in the browser's own voice, sentence by sentence, and keeps a queue of pages. Without a voice nothing is shown.
// What is read: elements with data-listen (their headings, paragraphs and list items), in the order of the page. Nothing is sent anywhere.
{
  const speech = window.speechSynthesis;
  // Voices of Chromium fall silent after about fifteen seconds: longer sentences are spoken in parts of so many letters, or of so many
  // signs that are syllables or words.
  const LONGEST = 200;
  const LONGEST_SIGNS = 45;
  const QUEUE = 50;
  const PLACES = 60;
  const SLOWEST = 0.7;
  const FASTEST = 2;

  const kept = {
    get(name, other) {
      try { return JSON.parse(localStorage.getItem(`listen:${name}`)) ?? other; } catch { return other; }
    },
    set(name, value) {
      try { localStorage.setItem(`listen:${name}`, JSON.stringify(value)); } catch { /* without storage nothing is remembered */ }
    },
  };

  const queue = {
    // Only pages that can be read: whatever else stands in the storage is passed over.
    all() {
      const found = kept.get("queue", []);
      return Array.isArray(found) ? found.filter((one) => /^\/(article|story)\/\d{1,16}$/.test(one?.path)) : [];
    },
    has: (path) => queue.all().some((one) => one.path === path),
    add(path, title) { kept.set("queue", [...queue.all().filter((one) => one.path !== path), { path, title: String(title).slice(0, 200) }].slice(-QUEUE)); },
    remove(path) { kept.set("queue", queue.all().filter((one) => one.path !== path)); },
  };

  const goOn = () => {
    const next = queue.all()[0];
    if (next) location.assign(`${next.path}#listen`);
  };

  // -- what is read ----------------------------------------------------------------------------------------------------

  const LEFT_OUT = ".listen, form, nav, .voices, .told-from, .quiet, .unseen, .new-mark, .cites, sup, button, select, audio, [hidden], [aria-hidden=true], details:not([open]), .digest > ol, .digest > h2:has(+ ol)";
  const languageOf = (element) => element.closest("[lang]")?.lang.replace(/^und$/, "") || "";

  const wordsOf = (block) => {
    const found = [];
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) if (!node.parentElement.closest(LEFT_OUT) && !/^\[\d+\]$/.test(node.data.trim())) found.push(node);
    return found;
  };

  const sentencesOf = (text, language) => {
    if (!window.Intl?.Segmenter) return text.match(/[^.!?…]+[.!?…]*\s*/g) ?? [text];
    let cutter;
    try { cutter = new Intl.Segmenter(language || undefined, { granularity: "sentence" }); } catch { cutter = new Intl.Segmenter(undefined, { granularity: "sentence" }); }
    return [...cutter.segment(text)].map((one) => one.segment);
  };

  // Every sentence with its block and where it stands in the block's words.
  const collect = (roots) => {
    const found = [];
    for (const root of roots) {
      const inside = root.querySelectorAll("h1, h2, h3, h4, p, li, blockquote, figcaption, dt, dd, td");
      for (const block of inside.length ? inside : [root]) {
        if (block.closest(LEFT_OUT) || block.querySelector("p, li, h2, h3, h4")) continue;
        const language = languageOf(block);
        let at = 0;
        for (const sentence of sentencesOf(wordsOf(block).map((node) => node.data).join(""), language)) {
          const text = sentence.replace(/\s+/g, " ").trim();
          if (/[\p{L}\p{N}]/u.test(text)) found.push({ block, start: at, end: at + sentence.trimEnd().length, text, language });
          at += sentence.length;
        }
      }
    }
    return found;
  };

  const rangeOf = ({ block, start, end }) => {
    const range = document.createRange();
    let at = 0;
    let open = false;
    for (const node of wordsOf(block)) {
      const next = at + node.length;
      if (!open && start < next) { range.setStart(node, start - at); open = true; }
      if (open && end <= next) { range.setEnd(node, end - at); break; }
      at = next;
    }
    return range;
  };

  const partsOf = (text, rate) => {
    const most = Math.round((/[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/.test(text) ? LONGEST_SIGNS : LONGEST) * Math.min(1, rate));
    const found = [];
    let rest = text;
    while (rest.length > most) {
      const comma = Math.max(...[", ", "; ", ": ", " – ", "，", "、", "；", "："].map((sign) => rest.lastIndexOf(sign, most - 1)));
      const blank = rest.lastIndexOf(" ", most);
      const at = comma > most / 2 ? comma + 1 : blank > 0 ? blank : most;
      found.push(rest.slice(0, at).trim());
      rest = rest.slice(at).trim();
    }
    return [...found, rest];
  };

  // The best voice for a language: of the reader's own country, then one of this machine, then any.
  const voiceFor = (language) => {
    const wanted = language.toLowerCase().split("-")[0];
    if (!wanted) return null;
    const own = navigator.language.toLowerCase();
    const worth = (voice) => (voice.lang.replace("_", "-").toLowerCase() === own ? 4 : 0) + (voice.localService ? 2 : 0) + (voice.default ? 1 : 0);
    const found = speech.getVoices().filter((voice) => voice.lang.toLowerCase().split(/[-_]/)[0] === wanted);
    return found.sort((one, other) => worth(other) - worth(one))[0] ?? null;
  };

  const TROUBLE = {
    "not-allowed": "Press Go on: the browser does not speak by itself.",
    "language-unavailable": "The browser has no voice for this language.",
    "voice-unavailable": "The browser has no voice for this language.",
  };

  // -- the bar ---------------------------------------------------------------------------------------------------------

  const player = (bar, roots) => {
    const sentences = collect(roots);
    if (!sentences.length) return;
    const part = (name) => bar.querySelector(`[data-listen-${name}]`);
    // Answers differ by their question; everything else stands at its path, whatever is shown with it.
    const here = location.pathname === "/ask" ? `/ask${location.search}`.slice(0, 600) : location.pathname;
    const stored = Number(kept.get("places", {})?.[here]);
    let place = Number.isInteger(stored) ? Math.max(0, Math.min(stored, sentences.length - 1)) : 0;
    let playing = false;
    let trouble = "";
    // Each start has a number: what an earlier one still reports is not listened to. Browsers forget utterances that nobody holds.
    let turn = 0;
    let held = [];

    const rate = () => Math.max(SLOWEST, Math.min(FASTEST, Number(kept.get("rate", 1)) || 1));

    const mark = () => {
      for (const block of document.querySelectorAll(".is-spoken")) block.classList.remove("is-spoken");
      window.CSS?.highlights?.delete("spoken");
      if (!playing) return;
      const one = sentences[place];
      const range = rangeOf(one);
      one.block.classList.add("is-spoken");
      if (window.Highlight && window.CSS?.highlights) CSS.highlights.set("spoken", new Highlight(range));
      const box = range.getBoundingClientRect();
      if (box.top < 0 || box.bottom > innerHeight) one.block.scrollIntoView({ block: "center" });
    };

    const listQueue = () => {
      const rest = queue.all();
      const list = part("queue");
      list.hidden = !rest.length;
      list.querySelector("summary").textContent = `${rest.length} to listen to`;
      list.querySelector("ol").replaceChildren(...rest.map((one) => {
        const row = document.createElement("li");
        const link = document.createElement("a");
        link.href = `${one.path}#listen`;
        link.textContent = one.title || one.path;
        const away = document.createElement("button");
        away.type = "button";
        away.className = "linklike";
        away.textContent = "Remove";
        away.setAttribute("aria-label", `Remove: ${link.textContent}`);
        away.addEventListener("click", () => { queue.remove(one.path); showAll(); list.querySelector("summary").focus(); });
        row.append(link, " ", away);
        return row;
      }));
    };

    const show = () => {
      part("play").textContent = playing ? "Pause" : place ? "Go on" : "Listen";
      part("play").setAttribute("aria-pressed", String(playing));
      part("where").textContent = trouble || `${place + 1} of ${sentences.length}`;
      part("said").textContent = trouble;
      mark();
      if (navigator.mediaSession) navigator.mediaSession.playbackState = playing ? "playing" : "paused";
    };

    const remember = () => {
      const all = { ...kept.get("places", {}) };
      delete all[here];
      if (place) all[here] = place;
      kept.set("places", Object.fromEntries(Object.entries(all).slice(-PLACES)));
    };

    const finish = () => {
      playing = false;
      place = 0;
      remember();
      queue.remove(location.pathname);
      show();
      showAll();
      goOn();
    };

    const speak = () => {
      const mine = ++turn;
      speech.cancel();
      held = [];
      if (!playing) return;
      const one = sentences[place];
      const voice = voiceFor(one.language);
      held = partsOf(one.text, rate()).map((piece) => {
        const words = new SpeechSynthesisUtterance(piece);
        if (one.language) words.lang = one.language;
        if (voice) words.voice = voice;
        words.rate = rate();
        words.onerror = (event) => {
          if (mine !== turn || event.error === "interrupted" || event.error === "canceled") return;
          playing = false;
          trouble = TROUBLE[event.error] ?? "The browser's voice failed.";
          show();
        };
        return words;
      });
      held.at(-1).onend = () => {
        if (mine !== turn || !playing) return;
        if (place + 1 >= sentences.length) { finish(); return; }
        place += 1;
        remember();
        show();
        speak();
      };
      for (const words of held) speech.speak(words);
    };

    const play = (on) => {
      playing = on;
      trouble = "";
      show();
      speak();
    };
    const move = (by) => {
      place = Math.max(0, Math.min(sentences.length - 1, place + by));
      trouble = "";
      remember();
      show();
      if (playing) speak();
    };

    part("play").addEventListener("click", () => play(!playing));
    part("back").addEventListener("click", () => move(-1));
    part("on").addEventListener("click", () => move(1));
    part("rate").value = String(rate());
    part("rate").addEventListener("change", (event) => {
      kept.set("rate", Number(event.target.value) || 1);
      if (playing) speak();
    });
    const keys = { l: () => play(!playing), "[": () => move(-1), "]": () => move(1) };
    addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.isComposing || document.querySelector("dialog[open]")) return;
      if (event.target.closest?.("input, textarea, select, [contenteditable]") || !Object.hasOwn(keys, event.key)) return;
      event.preventDefault();
      keys[event.key]();
    });
    addEventListener("pagehide", () => { playing = false; turn += 1; speech.cancel(); show(); });
    if (navigator.mediaSession) {
      const title = document.querySelector("h1")?.textContent.trim() || document.title;
      if (window.MediaMetadata) navigator.mediaSession.metadata = new MediaMetadata({ title, artist: document.querySelector(".nameplate")?.textContent.trim() ?? "" });
      for (const [name, act] of [["play", () => play(true)], ["pause", () => play(false)], ["stop", () => play(false)], ["nexttrack", () => move(1)], ["previoustrack", () => move(-1)]]) {
        try { navigator.mediaSession.setActionHandler(name, act); } catch { /* not known here */ }
      }
    }
    shown.push(listQueue);
    show();
    bar.hidden = false;
    // A queue goes on by itself; a browser that forbids speech before a click says so and leaves the bar as it is.
    if (location.hash === "#listen" && queue.has(location.pathname)) play(true);
  };

  // -- the queue on every page -----------------------------------------------------------------------------------------

  const shown = [];
  const showAll = () => { for (const one of shown) one(); };

  const later = (button) => {
    const path = button.dataset.listenLater;
    const label = [...button.childNodes].find((node) => node.nodeType === Node.TEXT_NODE);
    shown.push(() => {
      label.data = queue.has(path) ? "Will be read" : "Listen later";
      button.setAttribute("aria-pressed", String(queue.has(path)));
    });
    button.addEventListener("click", () => {
      if (queue.has(path)) queue.remove(path); else queue.add(path, button.dataset.title || document.title);
      showAll();
    });
    button.hidden = false;
  };

  if (speech) {
    // Voices come late: asking once makes the browser fetch their list.
    speech.getVoices();
    const bar = document.querySelector("[data-listen-bar]");
    if (bar) player(bar, document.querySelectorAll("[data-listen]"));
    // What is gone, or has nothing to read, does not hold up the rest.
    if ((!bar || bar.hidden) && location.hash === "#listen" && queue.has(location.pathname)) {
      queue.remove(location.pathname);
      goOn();
    }
    for (const button of document.querySelectorAll("[data-listen-later]")) later(button);
    const line = document.querySelector("[data-listen-line]");
    if (line) shown.push(() => {
      const rest = queue.all();
      line.hidden = !rest.length;
      if (rest.length) { line.firstElementChild.href = `${rest[0].path}#listen`; line.firstElementChild.textContent = `Listen (${rest.length})`; }
    });
    showAll();
    addEventListener("storage", (event) => { if (event.key === "listen:queue") showAll(); });
  }
}
