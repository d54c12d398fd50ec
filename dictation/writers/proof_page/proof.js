"use strict";

/* Times are milliseconds of the recording. The sound may hold only parts of it, one after the other. */
class Call {
  constructor(section) {
    this.section = section;
    this.audio = section.querySelector("audio");
    this.parts = JSON.parse(section.dataset.parts);
    this.duration = Number(section.dataset.duration);
    this.until = Infinity;
    this.chosen = null;
    this.sentences = [...section.querySelectorAll(".sentence[data-times]")].map((link) => ({
      link,
      times: JSON.parse(link.dataset.times),
    }));
    for (const event of ["timeupdate", "seeking", "play", "pause"]) {
      this.audio.addEventListener(event, () => this.follow());
    }
    const wave = section.querySelector(".wave");
    wave.addEventListener("click", (event) => {
      const edges = wave.getBoundingClientRect();
      this.play(((event.clientX - edges.left) / edges.width) * this.duration);
    });
  }

  /* Seconds of the sound; at the beginning of the next part for what is in none. */
  toSound(time) {
    let before = 0;
    for (const [start, end] of this.parts) {
      if (time < end) {
        return (before + Math.max(time - start, 0)) / 1000;
      }
      before += end - start;
    }
    return before / 1000;
  }

  get now() {
    let left = this.audio.currentTime * 1000;
    for (const [start, end] of this.parts) {
      if (left < end - start) {
        return start + left;
      }
      left -= end - start;
    }
    return this.parts.at(-1)[1];
  }

  play(start, until = Infinity, chosen = null) {
    for (const other of calls) {
      other.audio.pause();
    }
    this.until = until;
    this.chosen = chosen;
    this.audio.currentTime = this.toSound(start);
    this.start();
  }

  start() {
    this.audio.play().catch((error) => {
      if (error.name !== "AbortError") { // somebody paused it before it began
        throw error;
      }
    });
  }

  toggle() {
    if (this.audio.paused) {
      this.start();
    } else {
      this.audio.pause();
    }
  }

  /* Shows where the sound is, and stops it at the end of a clip. */
  follow() {
    const now = this.now;
    if (now >= this.until) {
      if (now < this.until + 1000) { // farther on, somebody went there
        this.audio.pause();
      }
      this.until = Infinity;
    }
    this.section.querySelector(".position").style.left = `${(100 * now) / this.duration}%`;
    const spoken = this.sentences.filter(({ times }) => times.some(([start, end]) => start <= now && now < end));
    this.mark((spoken.find(({ link }) => link === this.chosen) ?? spoken[0])?.link);
  }

  mark(link) {
    const before = this.section.querySelector("[aria-current]") ?? undefined;
    if (link !== before) {
      before?.removeAttribute("aria-current");
      link?.setAttribute("aria-current", "true");
      if (!this.audio.paused) {
        link?.scrollIntoView({ block: "nearest" });
      }
    }
  }
}

const calls = [...document.querySelectorAll(".call[data-parts]")].map((section) => new Call(section));
const sentences = [...document.querySelectorAll(".sentence")];
let latest = calls[0];

function callOf(element) {
  return calls.find((call) => call.section.contains(element));
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-start]");
  if (link) {
    event.preventDefault();
    latest = callOf(link);
    latest.play(Number(link.dataset.start), Number(link.dataset.end ?? Infinity), link);
  }
});

/* Moves to the next sentence from wherever the focus is, or to the one before. */
function step(side) {
  const beside = sentences.filter((each) => document.activeElement.compareDocumentPosition(each) & side);
  const next = side === Node.DOCUMENT_POSITION_FOLLOWING ? beside[0] : beside.at(-1);
  next?.focus();
}

document.addEventListener("keydown", (event) => {
  const own = event.target.closest("input, audio");
  if (!document.getElementById("keys").checked || own || event.ctrlKey || event.altKey || event.metaKey) {
    return;
  }
  if (event.key === "j") {
    step(Node.DOCUMENT_POSITION_FOLLOWING);
  } else if (event.key === "k") {
    step(Node.DOCUMENT_POSITION_PRECEDING);
  } else if (event.key === " " && latest) {
    event.preventDefault();
    (callOf(event.target) ?? latest).toggle();
  }
});
