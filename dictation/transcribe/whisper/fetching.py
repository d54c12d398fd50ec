"""Fetches a large file over HTTP, so that a broken download goes on where it stopped and no wrong file is kept.

While it arrives the file is called ``NAME.part``. Beside it ``NAME.part.tag`` holds what the server calls this version
of the file (its ETag, else its date): with that, and only with that, the rest can be asked for (RFC 9110, section
13.1.5).
"""

from __future__ import annotations

import hashlib
import http
import http.client
import os
import shutil
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from dictation.errors import ServerUnreachable, WeightsUnavailable

if TYPE_CHECKING:
    from hashlib import _Hash

Download: TypeAlias = Callable[[int, int], None]
"""Takes the bytes that have arrived and the bytes there will be (0 where nobody knows)."""

ASKING = "asking for weights"
"""The name of the thread that asks whether weights can be fetched."""
_PATIENCE_S = 3
"""How long the question whether a file can be fetched may take, all in all."""
_STALLED_S = 30
"""A download that brings nothing for so long is given up."""
_CHUNK = 1 << 18
_LOOK_S = 0.2
"""How often somebody who waits for another program's download looks how far it is."""


def fetch(address: str, sha256: str, target: Path, progress: Download | None = None) -> None:
    """Fetch a file, check its digest, and only then put it in its place.

    Where another program fetches the same file, wait for it.

    Raises:
        ServerUnreachable: The server cannot be reached or refuses, or the download stops. What has arrived is kept, and
            the next call goes on from there if the server is able to.
        WeightsUnavailable: The digest is another (what arrived is removed), or there is no room.
    """
    partial = target.with_name(f"{target.name}.part")
    told = progress or (lambda _done, _total: None)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _alone(partial, told):
            if not (target.is_file() and digest_of(target) == sha256):  # else somebody else has just fetched it
                _receive_right(address, sha256, partial, told)
                partial.replace(target)
                _forget(partial)
    except (urllib.error.URLError, http.client.HTTPException, TimeoutError, ConnectionError) as exc:
        remedy = "Try again when this machine is online, or use --engine embedded, which needs no download."
        if isinstance(exc, urllib.error.HTTPError):
            remedy = "Try again later: the server answers, but does not give this file now."
        elif _tag_file(partial).exists():
            remedy = "Try again: what has arrived is kept, and the download goes on from there."
        raise ServerUnreachable(
            f"{target.name} cannot be fetched: {getattr(exc, 'reason', None) or exc}", place=address, remedy=remedy
        ) from exc
    except OSError as exc:
        raise WeightsUnavailable(
            f"{target.name} cannot be stored: {exc.strerror or exc}",
            place=str(target.parent),
            remedy="Make room there, or make the folder writable.",
        ) from exc


def digest_of(path: Path) -> str:
    """The SHA-256 digest of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def answers(address: str, patience_s: float = _PATIENCE_S) -> bool:
    """Whether there is a file at the address, as far as can be told in the time."""
    found = threading.Event()
    asked = threading.Event()

    def ask() -> None:
        request = urllib.request.Request(address, method="HEAD")  # noqa: S310 - an address of this program
        try:
            with _reply(request, patience_s):
                found.set()
        except (OSError, http.client.HTTPException):
            pass  # no answer is the answer
        finally:
            asked.set()

    # A thread of its own, since looking up a host name knows no timeout.
    threading.Thread(target=ask, name=ASKING, daemon=True).start()
    asked.wait(patience_s)
    return found.is_set()


@contextmanager
def _alone(partial: Path, told: Download) -> Iterator[None]:
    """Only one program at a time writes to ``partial``; the others wait and tell how far it is."""
    from filelock import FileLock, Timeout  # noqa: PLC0415 - only downloads need it

    lock = FileLock(partial.with_name(f"{partial.name}.lock"))
    while True:
        try:
            lock.acquire(timeout=_LOOK_S)
        except Timeout:
            told(partial.stat().st_size if partial.exists() else 0, 0)
        else:
            break
    try:
        yield
    finally:
        lock.release()


def _receive_right(address: str, sha256: str, partial: Path, told: Download) -> None:
    """Have ``partial`` be the whole file with that digest."""
    arrived, went_on = _receive(address, sha256, partial, told)
    if arrived != sha256 and went_on:  # what was kept was no part of this file
        _forget(partial)
        arrived, _ = _receive(address, sha256, partial, told)
    if arrived != sha256:
        _forget(partial)
        raise WeightsUnavailable(
            f"What arrived as {partial.stem} is not what was published (SHA-256 {arrived[:12]}…, "
            f"not {sha256[:12]}…); it has been removed",
            place=address,
            remedy="Try again; if it happens again, something between here and there changes the file.",
        )


def _receive(address: str, sha256: str, partial: Path, told: Download) -> tuple[str, bool]:
    """Write to ``partial`` what it lacks; the digest of all of it, and whether a part was there before."""
    digest, have, tag = _kept(partial)
    if digest.hexdigest() == sha256:
        return sha256, True
    headers = {"Range": f"bytes={have}-", "If-Range": tag} if have else {}
    try:
        reply = _reply(urllib.request.Request(address, headers=headers), _STALLED_S)  # noqa: S310
    except urllib.error.HTTPError as exc:
        if not have or exc.code != http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            raise
        _forget(partial)
        return _receive(address, sha256, partial, told)
    with reply:
        goes_on = reply.status == http.HTTPStatus.PARTIAL_CONTENT
        if goes_on and not (_tag(reply) == tag and reply.headers["Content-Range"].startswith(f"bytes {have}-")):
            _forget(partial)  # a part of another version, or another part: ask for the whole
            return _receive(address, sha256, partial, told)
        if not goes_on:
            digest, have = hashlib.sha256(), 0
        _refuse_if_too_large(int(reply.headers.get("Content-Length") or 0), partial)
        with partial.open("ab" if goes_on else "wb") as file:
            _tag_file(partial).write_text(_tag(reply), "utf-8")
            _copy(reply, file.write, digest, have, told)
            file.flush()
            os.fsync(file.fileno())
    return digest.hexdigest(), goes_on


def _copy(
    reply: http.client.HTTPResponse, write: Callable[[bytes], object], digest: _Hash, have: int, told: Download
) -> None:
    """Take what the server sends, after the ``have`` bytes that were here."""
    announced = int(reply.headers.get("Content-Length") or 0)
    total = have + announced if announced else 0
    told(have, total)
    while chunk := reply.read1(_CHUNK):  # what is here, and not only a full chunk
        write(chunk)
        digest.update(chunk)
        have += len(chunk)
        told(have, total)
    if have < total:
        raise ConnectionError(f"the connection broke after {have / 1e6:.1f} of {total / 1e6:.1f} MB")


def _refuse_if_too_large(size: int, partial: Path) -> None:
    free = shutil.disk_usage(partial.parent).free
    if size > free:
        raise WeightsUnavailable(
            f"There is no room for {partial.stem}: {size / 1e6:,.0f} MB are to come, and {free / 1e6:,.0f} MB are free",
            place=str(partial.parent),
            remedy="Make room there, take a smaller model, or keep the home on another disk: --home.",
        )


def _kept(partial: Path) -> tuple[_Hash, int, str]:
    """The digest and size of what an earlier download left, and its tag; nothing where the rest cannot be asked for."""
    digest, size = hashlib.sha256(), 0
    try:
        tag = _tag_file(partial).read_text("utf-8")
        if not tag:
            return digest, 0, ""
        with partial.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
    except FileNotFoundError:
        return hashlib.sha256(), 0, ""
    return digest, size, tag


def _forget(partial: Path) -> None:
    partial.unlink(missing_ok=True)
    _tag_file(partial).unlink(missing_ok=True)


def _tag_file(partial: Path) -> Path:
    return partial.with_name(f"{partial.name}.tag")


def _tag(reply: http.client.HTTPResponse) -> str:
    """What the server calls this version of the file; a weak ETag does not tell one byte from another."""
    etag = reply.headers.get("ETag", "")
    return reply.headers.get("Last-Modified", "") if not etag or etag.startswith("W/") else etag


def _reply(request: urllib.request.Request, patience_s: float) -> http.client.HTTPResponse:
    try:
        reply: http.client.HTTPResponse = urllib.request.urlopen(request, timeout=patience_s)  # noqa: S310
    except urllib.error.HTTPError as exc:
        exc.close()  # it holds the connection
        raise
    return reply
