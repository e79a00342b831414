// Keys for those who like them, and no empty frames. Every page is complete without this file.
"use strict";

const items = () => [...document.querySelectorAll("[data-item]")].filter((item) => item.offsetParent !== null);
let here = -1;

function go(step) {
  const list = items();
  if (!list.length) return;
  list[here]?.classList.remove("here");
  here = Math.min(Math.max(here + step, 0), list.length - 1);
  const item = list[here];
  item.classList.add("here");
  const link = item.querySelector(".headline a, h2 a, h3 a, a");
  (link ?? item).focus({ preventScroll: true });
  item.scrollIntoView({ block: "center" });
}

function original() {
  const place = items()[here]?.closest("[data-original]") ?? document.querySelector(".story[data-original]");
  const address = place?.dataset.original ?? "";
  if (/^https?:\/\//i.test(address)) window.open(address, "_blank", "noopener,noreferrer");
}

// All folded copies of a page at once: open, unless all are open already.
function foldAll() {
  const folds = [...document.querySelectorAll("details.folds, details.also")];
  const open = folds.some((one) => !one.open);
  for (const one of folds) one.open = open;
}

const keys = {
  j: () => go(1),
  k: () => go(-1),
  o: () => items()[here]?.querySelector(".headline a, h2 a, h3 a, a")?.click(),
  v: original,
  s: () => document.querySelector("a.to-story")?.click(),
  f: foldAll,
  g: () => { location.href = "/"; },
  "/": () => (document.querySelector("#q") ?? document.querySelector("#find")).focus(),
  "?": () => document.querySelector("#keys").showModal(),
};

// A picture that did not come leaves no empty frame.
function unframe(image) {
  image.closest(".frame, figure:not(:has(figcaption))")?.setAttribute("hidden", "");
}
addEventListener("error", (event) => { if (event.target instanceof HTMLImageElement) unframe(event.target); }, true);
for (const image of document.images) if (image.complete && !image.naturalWidth && image.loading !== "lazy") unframe(image);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable], dialog")) {
    if (event.key === "Escape" && !event.target.closest("dialog")) event.target.blur();
    return;
  }
  const act = keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
