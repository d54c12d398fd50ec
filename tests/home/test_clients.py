"""Clients in a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dictation.errors import InputError
from dictation.home import read_clients
from dictation.model.people import Client, Secretary

HART = {
    "name": "Imogen Hart",
    "email": "imogen@hart.example",
    "signature": ["Imogen Hart", "Clockmaker"],
    "secretary": {"name": "Peter Olu", "email": "peter@hart.example"},
    "timezone": "Europe/London",
    "language": "en-GB",
}


def clients(folder: Path, **entries: Any) -> Path:
    path = folder / "clients.json"
    path.write_text(json.dumps(entries), encoding="utf-8")
    return path


def test_clients_are_read_in_their_order(tmp_path: Path) -> None:
    second = {"name": "Bo", "secretary": {"name": "Bo", "email": "bo@bo.example"}}
    assert read_clients(clients(tmp_path, hart=HART, bo=second)) == (
        Client(
            key="hart",
            name="Imogen Hart",
            email="imogen@hart.example",
            signature=("Imogen Hart", "Clockmaker"),
            secretary=Secretary(name="Peter Olu", email="peter@hart.example"),
            timezone="Europe/London",
            language="en-GB",
        ),
        Client(key="bo", name="Bo", secretary=Secretary(name="Bo", email="bo@bo.example")),
    )


@pytest.mark.parametrize(
    ("change", "where", "words"),
    [
        ({"timezone": "Europe/Ludlow"}, "timezone", "Europe/Ludlow"),
        ({"timezone": "Europe"}, "timezone", "time zone"),
        ({"timezone": "../../etc/passwd"}, "timezone", "time zone"),
        ({"language": "English, mostly"}, "language", "no language"),
        ({"secretary": {"name": "Peter", "email": "peter"}}, "secretary.email", "'peter'"),
        ({"secretary": {"name": "Peter"}}, "secretary", "email"),
        ({"signatur": []}, "client hart", "'signatur'"),
        ({"key": "heart"}, "client hart", "wrong"),
        ({"signature": ["Imogen", "\nBcc: eve"]}, "signature", "line break"),
    ],
)
def test_a_mistake_is_told_with_client_and_field(
    tmp_path: Path, change: dict[str, Any], where: str, words: str
) -> None:
    path = clients(tmp_path, hart=HART | change)
    with pytest.raises(InputError, match=words) as raised:
        read_clients(path)
    assert raised.value.place is not None
    assert raised.value.place.startswith(f"{path}, client hart")
    assert raised.value.place.endswith(where)


def test_a_key_that_no_command_line_can_hold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="my client"):
        read_clients(clients(tmp_path, **{"my client": HART}))


def test_a_client_who_stands_there_twice_is_told(tmp_path: Path) -> None:
    path = tmp_path / "clients.json"
    path.write_text(f'{{"hart": {json.dumps(HART)}, "hart": {json.dumps(HART)}}}', encoding="utf-8")
    with pytest.raises(InputError, match="'hart' stands twice"):
        read_clients(path)
