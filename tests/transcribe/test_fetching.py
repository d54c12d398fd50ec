from __future__ import annotations

import gc
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dictation.errors import ServerUnreachable, WeightsUnavailable
from dictation.transcribe.whisper import fetching
from dictation.transcribe.whisper.fetching import answers, fetch
from tests.transcribe.file_server import CONTENT, DIGEST, Shelf, serving

HALF = len(CONTENT) // 2


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    with serving(Shelf()) as running:
        yield running


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "weights" / "file.pt"


def files(target: Path) -> set[str]:
    """What is in the folder but the lock, which stays for the next download."""
    return {path.name for path in target.parent.iterdir()} - {"file.pt.part.lock"}


def break_off(shelf: Shelf, target: Path) -> ServerUnreachable:
    """A download that ends in the middle."""
    shelf.breaks_after = HALF
    with pytest.raises(ServerUnreachable, match=r"connection broke after 0\.5 of 1\.0 MB") as caught:
        fetch(shelf.address, DIGEST, target)
    return caught.value


def test_a_good_download_arrives_whole_and_tells_how_far_it_is(shelf: Shelf, target: Path) -> None:
    told: list[tuple[int, int]] = []
    fetch(shelf.address, DIGEST, target, lambda done, of: told.append((done, of)))
    assert target.read_bytes() == CONTENT
    assert told[-1] == (len(CONTENT), len(CONTENT))
    assert told == sorted(told)
    assert files(target) == {"file.pt"}


def test_a_broken_download_goes_on_where_it_stopped(shelf: Shelf, target: Path) -> None:
    error = break_off(shelf, target)
    assert "goes on from there" in (error.remedy or "")
    assert not target.exists()
    told: list[int] = []
    fetch(shelf.address, DIGEST, target, lambda done, _: told.append(done))
    assert shelf.asked == ["", f"bytes={HALF}-"]
    assert told[0] == HALF
    assert target.read_bytes() == CONTENT
    assert files(target) == {"file.pt"}


def test_a_server_that_gives_no_parts_gives_the_whole_again(shelf: Shelf, target: Path) -> None:
    break_off(shelf, target)
    shelf.ranges = False
    fetch(shelf.address, DIGEST, target)
    assert target.read_bytes() == CONTENT


def test_a_server_that_does_not_tell_its_version_is_asked_for_the_whole(shelf: Shelf, target: Path) -> None:
    shelf.etag = ""
    break_off(shelf, target)
    fetch(shelf.address, DIGEST, target)
    assert shelf.asked == ["", ""]
    assert target.read_bytes() == CONTENT


@pytest.mark.parametrize("heeds_if_range", [True, False])
def test_a_file_that_changed_on_the_server_is_fetched_from_its_beginning(
    shelf: Shelf, target: Path, heeds_if_range: bool
) -> None:
    other = Shelf(content=CONTENT[::-1])
    with serving(other):
        break_off(other, target)
    shelf.etag, shelf.heeds_if_range = '"second"', heeds_if_range
    fetch(shelf.address, DIGEST, target)
    assert target.read_bytes() == CONTENT


def test_what_was_kept_and_is_not_of_this_file_is_found_out_by_its_digest(shelf: Shelf, target: Path) -> None:
    break_off(shelf, target)
    (target.parent / "file.pt.part").write_bytes(b"x" * HALF)
    fetch(shelf.address, DIGEST, target)
    assert target.read_bytes() == CONTENT


def test_what_was_kept_and_is_longer_than_the_file_is_thrown_away(shelf: Shelf, target: Path) -> None:
    break_off(shelf, target)
    (target.parent / "file.pt.part").write_bytes(b"x" * (len(CONTENT) + 1))
    fetch(shelf.address, DIGEST, target)
    assert target.read_bytes() == CONTENT


def test_a_program_that_ended_before_it_could_put_the_whole_file_in_its_place(shelf: Shelf, target: Path) -> None:
    break_off(shelf, target)
    (target.parent / "file.pt.part").write_bytes(CONTENT)
    fetch(shelf.address, DIGEST, target)
    assert shelf.asked == [""]
    assert target.read_bytes() == CONTENT


def test_a_file_that_is_not_what_was_published_is_removed(shelf: Shelf, target: Path) -> None:
    with pytest.raises(WeightsUnavailable, match="not what was published") as caught:
        fetch(shelf.address, "0" * 64, target)
    assert caught.value.place == shelf.address
    assert files(target) == set()


def test_a_broken_download_leaves_older_weights_alone(shelf: Shelf, target: Path) -> None:
    target.parent.mkdir()
    target.write_bytes(b"older")
    break_off(shelf, target)
    assert target.read_bytes() == b"older"


def test_two_programs_that_fetch_the_same_file_fetch_it_once(shelf: Shelf, target: Path) -> None:
    shelf.breaks_after, shelf.holds = HALF, True
    begun, waiting = threading.Event(), threading.Event()
    failed: list[ServerUnreachable] = []

    def first() -> None:
        try:
            fetch(shelf.address, DIGEST, target, lambda done, _: begun.set() if done else None)
        except ServerUnreachable as exc:
            failed.append(exc)

    def second() -> None:
        fetch(shelf.address, DIGEST, target, lambda done, total: waiting.set() if done and not total else None)

    threads = [threading.Thread(target=first), threading.Thread(target=second)]
    threads[0].start()
    assert begun.wait(10)
    threads[1].start()
    assert waiting.wait(10)  # it tells how far the other one is
    shelf.go_on.set()
    for thread in threads:
        thread.join(10)
    assert len(failed) == 1  # the first broke off, and the second went on from where it was
    assert shelf.asked == ["", f"bytes={HALF}-"]
    assert target.read_bytes() == CONTENT


def test_one_that_waited_takes_what_the_other_has_fetched(shelf: Shelf, target: Path) -> None:
    fetch(shelf.address, DIGEST, target)
    fetch(shelf.address, DIGEST, target)
    assert shelf.asked == [""]


def test_an_interrupted_download_keeps_what_has_arrived(shelf: Shelf, target: Path) -> None:
    shelf.breaks_after, shelf.holds = HALF, True
    code = (
        "import sys\nfrom pathlib import Path\nfrom dictation.transcribe.whisper.fetching import fetch\n"
        f"fetch(sys.argv[1], {DIGEST!r}, Path(sys.argv[2]),\n"
        f"      lambda done, of: done < {HALF} or print('half', flush=True))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, shelf.address, target],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        # A shell that runs the tests in the background has its children ignore interrupts.
    ) as running:
        assert running.stdout
        assert running.stdout.readline() == "half\n"
        running.send_signal(signal.SIGINT)
        _, errors = running.communicate(timeout=10)
    assert "KeyboardInterrupt" in errors
    assert (target.parent / "file.pt.part").stat().st_size == HALF
    fetch(shelf.address, DIGEST, target)
    assert shelf.asked == ["", f"bytes={HALF}-"]
    assert target.read_bytes() == CONTENT


def test_a_file_for_which_there_is_no_room_is_not_begun(shelf: Shelf, target: Path) -> None:
    shelf.announced = 10**17
    with pytest.raises(WeightsUnavailable, match=r"no room for file\.pt: 100,000,000,000 MB are to come") as caught:
        fetch(shelf.address, DIGEST, target)
    assert caught.value.place == str(target.parent)
    assert files(target) == set()


def test_a_folder_that_is_a_file_is_told_as_such(shelf: Shelf, target: Path) -> None:
    target.parent.write_text("in the way")
    with pytest.raises(WeightsUnavailable, match="cannot be stored"):
        fetch(shelf.address, DIGEST, target)


@contextmanager
def nobody() -> Iterator[None]:
    """As a user for whom permissions count, which they do not for the administrator."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_folder_that_may_not_be_written_to_is_told_as_such(shelf: Shelf) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "weights"
        folder.mkdir()
        Path(name).chmod(0o755)
        folder.chmod(0o555)
        with nobody(), pytest.raises(WeightsUnavailable, match="Permission denied") as caught:
            fetch(shelf.address, DIGEST, folder / "file.pt")
    assert caught.value.place == str(folder)
    assert "writable" in (caught.value.remedy or "")


def test_a_file_that_is_not_there_is_told_with_its_address(shelf: Shelf, target: Path) -> None:
    address = shelf.address.replace("file", "none")
    with pytest.raises(ServerUnreachable, match="Not Found") as caught:
        fetch(address, DIGEST, target)
    assert caught.value.place == address
    assert files(target) == set()


def test_no_server_is_told_as_such(target: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/file.pt"
    with pytest.raises(ServerUnreachable, match=re.escape("cannot be fetched")) as caught:
        fetch(address, DIGEST, target)
    assert "embedded" in (caught.value.remedy or "")
    assert not answers(address)


@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")  # urllib's own, where a reply times out
def test_asking_whether_a_file_can_be_fetched_never_hangs(shelf: Shelf) -> None:
    assert answers(shelf.address)
    assert not answers(shelf.address.replace("file", "none"))
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        began = time.monotonic()
        assert not answers(f"http://127.0.0.1:{mute.getsockname()[1]}/file.pt", patience_s=0.2)
        assert time.monotonic() - began < 2
        for thread in threading.enumerate():
            if thread.name == fetching.ASKING:
                thread.join()
        gc.collect()
