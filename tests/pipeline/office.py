"""An office with recordings to be heard by a server on loopback, which is quick and says the same of each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dictation import pipeline
from dictation.home import init_home
from dictation.model.people import Client, Contact, Secretary
from dictation.transcribe.audio import blocks
from dictation.transcribe.engine import SAMPLE_RATE
from tests.cli.program import dictated_email
from tests.transcribe.recognition_server import Desk, recognition_server
from tests.transcribe.sounds import write

SPEECH = Path(pipeline.__file__).parents[1] / "transcribe" / "speech.ogg"
SECONDS = 8
ODILE = Contact(name="Odile Marsh", email="odile@marshpreserves.example")


def client(key: str) -> Client:
    return Client(
        key=key,
        name="Nell Orchard",
        email=f"{key}@orchard.example",
        secretary=Secretary(name="Tom Birch", email="tom@orchard.example"),
        timezone="Europe/London",
    )


def now() -> datetime:
    """Of a module, so that workers find it."""
    return datetime.now(UTC)


@contextmanager
def desk_that_hears_an_email() -> Iterator[Desk]:
    """A server that hears one dictated email in every recording."""
    words = dictated_email("Odile Marsh").split()
    step = (SECONDS - 1) / len(words)
    timed = [
        {"word": f" {word}", "start": n * step, "end": (n + 1) * step, "probability": 0.9}
        for n, word in enumerate(words)
    ]
    segment = {"id": 0, "start": 0.0, "end": SECONDS - 1, "text": " ".join(words), "words": timed}
    answer = {"task": "transcribe", "language": "en", "text": " ".join(words), "words": timed, "segments": [segment]}
    with recognition_server(Desk(answer=answer)) as desk:
        yield desk


def use_desk(home: Path, desk: Desk) -> None:
    """Write the server into the settings of a home."""
    settings = f'[recogniser]\nengine = "openai-compatible"\nendpoint = {json.dumps(desk.address)}\n'
    (home / "settings.toml").write_text(settings, encoding="utf-8")


def open_office(home: Path, desk: Desk, *clients: str) -> Path:
    """A home with clients, whose recordings the server hears."""
    use_desk(init_home(home).path, desk)
    with pipeline.open_workspace(home, database="", actor="tom", clock=now) as workspace:
        for key in clients:
            workspace.store.add_client(client(key))
            workspace.store.add_contacts(key, [ODILE])
    return home


def record(path: Path, number: int) -> Path:
    """A recording of speech, like that of no other number."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return write(path, _speech() * np.float32(0.5 + number / 1000), rate=SAMPLE_RATE)


@cache
def _speech() -> NDArray[np.float32]:
    sound: NDArray[np.float32] = np.concatenate(list(blocks(SPEECH)), axis=1)[0, : SECONDS * SAMPLE_RATE]
    return sound
