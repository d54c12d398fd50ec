"""Files that the program writes for people."""

from __future__ import annotations

import shutil
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dictation.errors import RenderError
from dictation.home import Home, init_home, write_document, write_file


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return init_home(tmp_path / "home")


def write(home: Home, path: Path, content: bytes, *, overwrite: bool = False) -> bytes:
    write_document(home, path, content, overwrite=overwrite)
    return path.read_bytes()


def refused(home: Home, path: Path, content: bytes) -> RenderError:
    before = path.read_bytes()
    with pytest.raises(RenderError, match="was not overwritten") as raised:
        write_document(home, path, content, overwrite=False)
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.glob(".*")] == []
    return raised.value


def test_a_file_is_written_whole_with_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "out" / "today" / "letter.pdf"
    write_file(path, b"old")
    write_file(path, b"%PDF")
    assert path.read_bytes() == b"%PDF"
    assert list(path.parent.iterdir()) == [path]


def test_others_may_read_it_as_they_may_read_any_file_made_there(tmp_path: Path) -> None:
    ordinary = tmp_path / "ordinary"
    ordinary.write_bytes(b"")
    write_file(tmp_path / "letter.pdf", b"%PDF")
    assert (tmp_path / "letter.pdf").stat().st_mode == ordinary.stat().st_mode


def test_what_cannot_be_written_is_told_and_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    path.mkdir()
    (path / "inside").write_bytes(b"")
    with pytest.raises(RenderError, match=r"letter\.pdf cannot be written") as raised:
        write_file(path, b"%PDF")
    assert raised.value.place == str(tmp_path)
    assert list(tmp_path.iterdir()) == [path]


def test_a_document_that_nobody_touched_is_written_anew(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "out" / "letter.docx"
    assert write(home, path, b"monday") == b"monday"
    assert write(home, path, b"tuesday") == b"tuesday"
    assert write(home, path, b"monday") == b"monday"


def test_a_document_that_a_person_changed_stays_and_the_remedy_is_told(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    write(home, path, b"as rendered")
    path.write_bytes(b"with a better last sentence")
    error = refused(home, path, b"rendered again")
    assert "letter.docx" in error.message
    assert error.place == str(tmp_path)
    assert "--overwrite" in str(error.remedy)


def test_a_file_that_was_never_the_programs_stays(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(b"a person's own letter")
    refused(home, path, b"rendered")
    path.write_bytes(b"")
    refused(home, path, b"rendered")


def test_a_person_can_have_it_overwritten_and_then_it_is_the_programs(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(b"a person's own letter")
    assert write(home, path, b"rendered", overwrite=True) == b"rendered"
    assert write(home, path, b"rendered anew") == b"rendered anew"


def test_what_is_the_same_is_not_written_again(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    write(home, path, b"rendered")
    before = path.stat()
    write(home, path, b"rendered", overwrite=True)
    write(home, path, b"rendered")
    after = path.stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_documents_are_known_wherever_their_folder_is_moved(home: Home, tmp_path: Path) -> None:
    write(home, tmp_path / "out" / "letter.docx", b"rendered")
    shutil.move(tmp_path / "out", tmp_path / "archive")
    assert write(home, tmp_path / "archive" / "letter.docx", b"rendered anew") == b"rendered anew"
    assert write(home, tmp_path / "out" / "letter.docx", b"rendered again") == b"rendered again"


def test_a_deleted_document_is_written_again(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    write(home, path, b"rendered")
    path.unlink()
    assert write(home, path, b"rendered") == b"rendered"


def test_without_the_homes_memory_nothing_is_lost(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    write(home, path, b"rendered")
    home.rendered.unlink()
    refused(home, path, b"rendered anew")
    write(home, path, b"rendered")
    assert write(home, path, b"rendered anew") == b"rendered anew"


def test_where_a_link_leads_nothing_is_overwritten_either(home: Home, tmp_path: Path) -> None:
    (tmp_path / "own.docx").write_bytes(b"a person's own letter")
    (tmp_path / "letter.docx").symlink_to("own.docx")
    refused(home, tmp_path / "letter.docx", b"rendered")


def test_what_is_remembered_of_documents_only_the_owner_of_the_home_reads(home: Home, tmp_path: Path) -> None:
    write(home, tmp_path / "letter.docx", b"rendered")
    assert stat.S_IMODE(home.rendered.stat().st_mode) == 0o600


def test_several_runs_at_once_write_the_same_documents_and_remember_each(home: Home, tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.txt" for number in range(40)] * 4
    with ThreadPoolExecutor(8) as runs:
        written = runs.map(lambda path: write(home, path, path.name.encode()), paths)
        assert list(written) == [path.name.encode() for path in paths]
    for path in set(paths):
        assert write(home, path, b"anew") == b"anew"


def test_what_appears_while_a_document_is_made_is_not_overwritten(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "letter.docx"
    really = Path.write_bytes

    def write_while_somebody_saves(partial: Path, content: bytes) -> int:
        really(path, b"saved by a person")
        return really(partial, content)

    monkeypatch.setattr(Path, "write_bytes", write_while_somebody_saves)
    with pytest.raises(RenderError):
        write_document(home, path, b"rendered", overwrite=False)
    assert path.read_bytes() == b"saved by a person"
