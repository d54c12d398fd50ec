"""A server of one file that can do what servers do to a download: break off, forget ranges, change the file."""

from __future__ import annotations

import hashlib
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

CONTENT = bytes(range(256)) * 4000
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@dataclass
class Shelf:
    """What the server has and how it behaves; a test changes it between requests."""

    content: bytes = CONTENT
    etag: str = '"first"'
    ranges: bool = True
    """Whether it gives parts."""
    heeds_if_range: bool = True
    breaks_after: int | None = None
    """After how many bytes of its body the next reply ends."""
    announced: int | None = None
    """The length it tells, where that is another."""
    holds: bool = False
    """Whether it keeps the connection open after a broken reply, until :attr:`go_on` is set."""
    go_on: threading.Event = field(default_factory=threading.Event)
    asked: list[str] = field(default_factory=list)
    """The Range of each request for the file; empty for the whole."""
    address: str = ""


@contextmanager
def serving(shelf: Shelf) -> Iterator[Shelf]:
    """The server, with its address in ``shelf.address``."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.send_response(200 if self.path.endswith("/file.pt") else 404)
            self.end_headers()

        def do_GET(self) -> None:
            if not self.path.endswith("/file.pt"):
                self.send_error(404)
                return
            asked = self.headers.get("Range", "")
            shelf.asked.append(asked)
            same = not shelf.heeds_if_range or self.headers.get("If-Range") == shelf.etag
            start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and shelf.ranges and same else 0
            if start >= len(shelf.content):
                self.send_error(416)
                return
            body = shelf.content[start:]
            self.send_response(206 if start else 200)
            if start:
                self.send_header("Content-Range", f"bytes {start}-{len(shelf.content) - 1}/{len(shelf.content)}")
            if shelf.etag:
                self.send_header("ETag", shelf.etag)
            self.send_header("Content-Length", str(shelf.announced or len(body)))
            self.end_headers()
            cut, shelf.breaks_after = shelf.breaks_after, None
            self.wfile.write(body if cut is None else body[:cut])
            if cut is not None and shelf.holds:
                shelf.go_on.wait(30)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
            """Print nothing."""

    class Server(http.server.ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """Print nothing: a client that goes away is what a test wants."""

    with Server(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True).start()
        shelf.address = f"http://127.0.0.1:{running.server_port}/file.pt"
        try:
            yield shelf
        finally:
            shelf.go_on.set()
            running.shutdown()
