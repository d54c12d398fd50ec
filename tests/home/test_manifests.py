"""Lists of recordings: what they say, and how a mistake in one is told."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from dictation.errors import InputError
from dictation.home import Priority, read_manifest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a.wav", "b, c.wav"):
        (tmp_path / name).touch()
    return tmp_path


def written(folder: Path, text: str, name: str = "list.csv") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_a_table_and_a_json_list_say_the_same(folder: Path) -> None:
    table = '\ufeffFile;Client;Priority;Due\r\na.wav;nell;Urgent;2026-05-31\r\n\r\n"b, c.wav";;;\r\n'
    entries = [
        {"file": "a.wav", "client": "nell", "priority": "urgent", "due": "2026-05-31"},
        {"file": "b, c.wav"},
    ]
    expected = [
        (folder / "a.wav", "nell", Priority.URGENT, date(2026, 5, 31)),
        (folder / "b, c.wav", "", Priority.NORMAL, None),
    ]
    for path in (written(folder, table), written(folder, json.dumps(entries), "list.json")):
        assert [(each.path, each.client, each.priority, each.due) for each in read_manifest(path)] == expected


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("file,klient\na.wav,nell\n", 1, "'klient'"),
        ("file,file\na.wav,a.wav\n", 1, "'file'"),
        ("client,due\nnell,\n", 1, "column for the file"),
        ("file,client\na.wav,nell\nz.wav,nell\n", 3, "z.wav"),
        ("file,client\n,nell\n", 2, "no file"),
        ("file,priority\na.wav,now\n", 2, "'now'"),
        ("file,due\na.wav,31.5.2026\n", 2, "'31.5.2026'"),
        ("file\na.wav,nell\n", 2, "2 cells"),
        ('file\n"a.wav\n', 2, "cannot be read"),
    ],
)
def test_a_mistake_in_a_table_is_told_with_its_line(folder: Path, text: str, line: int, told: str) -> None:
    path = written(folder, text)
    with pytest.raises(InputError, match=told) as caught:
        read_manifest(path)
    assert caught.value.place == f"{path}, line {line}"
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('[\n{"file": "a.wav"},\n{"file": "a.wav", "when": ""}]', ", line 3"),
        ('[\n{"file": 1}]', ", line 2"),
        ('["a.wav"]', ", line 1"),
        ('{"file": "a.wav"}', ""),
        ('[{"file": "a.wav"', ", line 1"),
    ],
)
def test_a_mistake_in_a_json_list_is_told_with_its_line(folder: Path, text: str, place: str) -> None:
    path = written(folder, text, "list.json")
    with pytest.raises(InputError) as caught:
        read_manifest(path)
    assert caught.value.place == f"{path}{place}"


def test_a_manifest_of_nothing_is_a_mistake(folder: Path) -> None:
    for path in (written(folder, "file,client\n"), written(folder, "[]", "list.json")):
        with pytest.raises(InputError, match="no recordings"):
            read_manifest(path)
