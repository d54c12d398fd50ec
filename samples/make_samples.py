#!/usr/bin/env python3
"""Makes the sample recordings and their transcripts from the scripts in this folder.

    python samples/make_samples.py [NAME …]

A script, NAME.script.txt, holds a turn a line, "CLIENT: …" or "SECRETARY: …". For each the recording NAME.flac is
spoken by flite's synthetic voices and put together by sox (Debian packages flite and sox), and NAME.json is what a
recogniser without fault would write of it, in the JSON of openai-whisper. The times of the sentences are true; the
words share a sentence's time by their length. Indonesian has no voice in flite: there is a transcript alone.

The voices are synthetic: what is measured on them says how the program hangs together, not how it hears people.
"""

import argparse
import json
import re
import subprocess
import tempfile
import wave
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
RATE = 16_000
SPEAKERS = {"CLIENT": "SPEAKER_00", "SECRETARY": "SPEAKER_01"}
WORDS_A_MINUTE = 150


@dataclass(frozen=True, kw_only=True)
class Call:
    """How a script is spoken."""

    client: str = ""
    """The client's voice; none for a call that is a transcript alone."""
    secretary: str = ""
    stretch: float = 1.1
    """How much slower than its usual pace the voice speaks."""
    telephone: bool = False
    """One channel through a telephone line (G.711, 300 to 3400 Hz, some noise), not a clean one for each side."""
    language: str = "en"


CALLS = {
    "monday-call": Call(client="rms", secretary="slt", stretch=1.15),
    "thursday-call": Call(client="slt", secretary="rms", stretch=1.15),
    "telephone-call": Call(client="rms", secretary="slt", stretch=1.15, telephone=True),
    "selasa-id": Call(language="id"),
}


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A sentence with its place in the recording, in seconds."""

    who: str
    text: str
    start: float
    end: float


def main() -> None:
    """Make the samples named, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", default=list(CALLS), metavar="NAME")
    for name in parser.parse_args().names:
        call = CALLS[name]
        lines = (FOLDER / f"{name}.script.txt").read_text("utf-8").splitlines()
        turns = [(who, text.strip()) for who, text in (line.split(":", 1) for line in lines if line.strip())]
        sentences = spoken(name, call, turns) if call.client else paced(turns)
        text = json.dumps(transcript(call, sentences), ensure_ascii=False, indent=1)
        (FOLDER / f"{name}.json").write_text(text + "\n", "utf-8")
        print(f"{name}: {sentences[-1].end:.0f} seconds")


def split(text: str) -> list[str]:
    """The sentences of a turn."""
    return re.split(r"(?<=[.?!])(?<! p\.m\.)\s+", text)


def paced(turns: list[tuple[str, str]]) -> list[Sentence]:
    """Sentences with the times that an even pace would give them."""
    now, sentences = 0.5, []
    for who, text in turns:
        for sentence in split(text):
            end = now + len(sentence.split()) * 60 / WORDS_A_MINUTE
            sentences.append(Sentence(who=who, text=sentence, start=now, end=end))
            now = end + 0.3
        now += 0.5
    return sentences


def spoken(name: str, call: Call, turns: list[tuple[str, str]]) -> list[Sentence]:
    """Speak the turns into NAME.flac; the sentences with the times at which they are heard."""
    sentences: list[Sentence] = []
    tracks = {who: bytearray() for who in SPEAKERS}

    def silence(seconds: float) -> None:
        for track in tracks.values():
            track.extend(bytes(2 * int(seconds * RATE)))

    with tempfile.TemporaryDirectory() as folder:
        silence(0.5)
        for who, text in turns:
            for sentence in split(text):
                sound = say(sentence, call.client if who == "CLIENT" else call.secretary, call.stretch, Path(folder))
                start = len(tracks[who]) / 2 / RATE
                for side, track in tracks.items():
                    track.extend(sound if side == who else bytes(len(sound)))
                sentences.append(Sentence(who=who, text=sentence, start=start, end=len(tracks[who]) / 2 / RATE))
                silence(0.15)
            silence(0.5)
        mix(tracks, FOLDER / f"{name}.flac", telephone=call.telephone, folder=Path(folder))
    return sentences


def say(text: str, voice: str, stretch: float, folder: Path) -> bytes:
    """The samples of a sentence: 16 bits, one channel, no silence around it."""
    raw, even = folder / "said.wav", folder / "even.wav"
    run("flite", "-voice", voice, "--setf", f"duration_stretch={stretch}", "-t", text, "-o", str(raw))
    trim = ["silence", "1", "0.01", "0.5%"]
    shape = ["gain", "-n", "-12", *trim, "reverse", *trim, "reverse", "pad", "0.05", "0.05"]
    run("sox", "-D", str(raw), "-r", str(RATE), "-c", "1", "-b", "16", str(even), *shape)
    with wave.open(str(even)) as file:
        samples: bytes = file.readframes(file.getnframes())
        return samples


def mix(tracks: dict[str, bytearray], target: Path, *, telephone: bool, folder: Path) -> None:
    """Put the two sides together, the client on the left."""
    sides = []
    for who, track in tracks.items():
        side = folder / f"{who}.wav"
        with wave.open(str(side), "wb") as file:
            file.setparams((1, 2, RATE, 0, "NONE", ""))
            file.writeframes(bytes(track))
        sides.append(str(side))
    if not telephone:
        run("sox", "-D", "-M", *sides, "-C", "8", str(target))
        return
    line, noise, coded = folder / "line.wav", folder / "noise.wav", folder / "coded.wav"
    run("sox", "-D", "-m", *sides, "-r", "8000", str(line), "sinc", "300-3400", "gain", "-n", "-6")
    run("sox", "-D", "-R", str(line), str(noise), "synth", "whitenoise", "vol", "0.002")
    run("sox", "-D", "-m", "-v", "1", str(line), "-v", "1", str(noise), "-e", "mu-law", "-b", "8", str(coded))
    run("sox", "-D", str(coded), "-b", "16", "-C", "8", str(target))


def transcript(call: Call, sentences: list[Sentence]) -> dict[str, object]:
    """What Whisper would write, with the speakers."""
    segments: list[dict[str, Any]] = []
    for number, sentence in enumerate(sentences):
        speaker = SPEAKERS[sentence.who]
        words = sentence.text.split()
        share = (sentence.end - sentence.start) / sum(len(word) + 2 for word in words)
        now = sentence.start
        timed: list[dict[str, Any]] = []
        for word in words:
            end = now + (len(word) + 2) * share
            timed.append({"word": f" {word}", "start": round(now, 2), "end": round(end, 2), "probability": 1.0})
            now = end
        start, end = timed[0]["start"], timed[-1]["end"]
        segments.append(
            {"id": number, "start": start, "end": end, "text": f" {sentence.text}", "words": timed, "speaker": speaker}
        )
    return {"text": "".join(segment["text"] for segment in segments), "segments": segments, "language": call.language}


def run(*command: str) -> None:
    """Run a program to its end, without what it prints."""
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
