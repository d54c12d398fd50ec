"""An export on disk: a folder or a ZIP file that only its owner may read, whole or not at all."""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

import msgspec

from dictation.errors import RenderError
from dictation.model.export import Exported, NotExported

_README = Path(__file__).with_name("export.txt")
_PART = 1 << 20
_PRIVATE = 0o600


@dataclass(frozen=True, kw_only=True, slots=True)
class Indexed:
    """A file as the index tells of it."""

    path: str
    what: str
    bytes: int
    sha256: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Export:
    """What was handed over, and what could not be: the index."""

    files: tuple[Indexed, ...]
    missing: tuple[NotExported, ...]


_Sink = Callable[[str], AbstractContextManager[IO[bytes]]]
"""Opens a file of the export, to be written."""


def write_export(target: Path, things: Iterable[Exported | NotExported]) -> Export:
    """Write an export to a new folder, or to a new file where its name ends with ``.zip``.

    Raises:
        RenderError: There is something of that name already, or it cannot be written; nothing is left behind.
    """
    if target.exists():
        raise RenderError(
            f"{target.name} is there already", place=str(target.parent), remedy="give another name with -o"
        )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".writing-") as beside:
            made = Path(beside) / target.name
            if target.suffix.lower() == ".zip":
                made.touch(mode=_PRIVATE)
                with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
                    export = _fill(partial(_in_archive, archive), things)
            else:
                made.mkdir(mode=0o700)
                export = _fill(partial(_in_folder, made), things)
            made.rename(target)
    except OSError as exc:
        raise RenderError(
            f"{target.name} cannot be written: {exc.strerror or exc}",
            place=str(exc.filename or target.parent),
            remedy="choose another place with -o, or make room in this one",
        ) from exc
    return export


def _fill(sink: _Sink, things: Iterable[Exported | NotExported]) -> Export:
    files: list[Indexed] = []
    missing: list[NotExported] = []
    for thing in things:
        if isinstance(thing, NotExported):
            missing.append(thing)
        else:
            files.append(_write(sink, thing))
    export = Export(files=tuple(files), missing=tuple(missing))
    with sink("README.txt") as file:
        file.write(_README.read_bytes())
    with sink("index.json") as file:
        file.write(msgspec.json.format(msgspec.json.encode(export), indent=1))
    return export


def _write(sink: _Sink, thing: Exported) -> Indexed:
    digest, size = hashlib.sha256(), 0
    with sink(thing.path) as file:
        for part in _parts(thing.content) if isinstance(thing.content, Path) else thing.content:
            file.write(part)
            digest.update(part)
            size += len(part)
    return Indexed(path=thing.path, what=thing.what, bytes=size, sha256=digest.hexdigest())


def _parts(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while part := file.read(_PART):
            yield part


@contextmanager
def _in_folder(folder: Path, path: str) -> Iterator[IO[bytes]]:
    place = folder / path
    for above in reversed(place.relative_to(folder).parents):
        (folder / above).mkdir(mode=0o700, exist_ok=True)
    place.touch(mode=_PRIVATE)
    with place.open("wb") as file:
        yield file


@contextmanager
def _in_archive(archive: zipfile.ZipFile, path: str) -> Iterator[IO[bytes]]:
    entry = zipfile.ZipInfo(path)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = _PRIVATE << 16
    with archive.open(entry, "w", force_zip64=True) as file:
        yield file
