"""Files that the program writes for people."""

from __future__ import annotations

from pathlib import Path

import pytest

from dictation.errors import RenderError
from dictation.home import write_file


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
