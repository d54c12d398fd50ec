"""The folders of a home."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from dictation.errors import SettingsError
from dictation.home.shipped import shipped_templates

_DATA = Path(__file__).parent
_SETTINGS = _DATA / "settings.toml"
_TEMPLATES_README = _DATA / "letter_templates.txt"


@dataclass(frozen=True, kw_only=True, slots=True)
class Home:
    """Where a workspace keeps its things."""

    path: Path

    @property
    def settings(self) -> Path:
        """The file that a person edits."""
        return self.path / "settings.toml"

    @property
    def letter_templates(self) -> Path:
        """Templates and layouts here are taken in place of shipped ones of the same name."""
        return self.path / "letter_templates"

    @property
    def clients(self) -> Path:
        """A folder a client, named by the key, with logo, signature and enclosures."""
        return self.path / "clients"

    def enclosures(self, client: str) -> Path:
        """Files that the client with that key calls by name to go with letters and emails."""
        return self.clients / client / "enclosures"

    @property
    def calendars(self) -> Path:
        """What was put on calendar servers: a file a client, named by the key."""
        return self.path / "calendars"

    @property
    def rendered(self) -> Path:
        """SHA-256 of every document that was rendered, a line each."""
        return self.path / "rendered.txt"

    @property
    def recordings(self) -> Path:
        """Recordings made by the program."""
        return self.path / "recordings"

    @property
    def edits(self) -> Path:
        """Texts of drafts in somebody's editor, and those whose editing failed."""
        return self.path / "edits"

    @property
    def logs(self) -> Path:
        """What the program did, without a word of what was dictated."""
        return self.path / "logs"

    @property
    def cache(self) -> Path:
        """Recognisers' weights and what is built from them: may be deleted at any time."""
        return self.path / "cache"

    @property
    def database_url(self) -> str:
        """The store, where no other is named."""
        return f"sqlite:///{self.path / 'dictation.db'}"


def init_home(path: Path) -> Home:
    """Make a home at ``path``, or complete one; what a person may have changed in it is left alone.

    Only its owner may read it. The shipped letter templates are laid into ``letter_templates/shipped`` to be copied
    from, those of this version in place of older ones.

    Raises:
        SettingsError: The folder cannot be made or written to.
    """
    home = Home(path=path.absolute())
    try:
        home.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        for folder in (home.letter_templates, home.clients, home.recordings, home.logs, home.cache):
            folder.mkdir(mode=0o700, exist_ok=True)
        _write_once(home.settings, _SETTINGS.read_bytes())
        _write_once(home.letter_templates / "README.txt", _TEMPLATES_README.read_bytes())
        shutil.copytree(shipped_templates(), home.letter_templates / "shipped", dirs_exist_ok=True)
    except OSError as exc:
        raise SettingsError(
            f"a home cannot be made here: {exc.strerror}",
            place=str(exc.filename or path),
            remedy="choose another folder with --home, or make this one writable",
        ) from exc
    return home


def open_home(path: Path) -> Home:
    """The home at ``path``.

    Raises:
        SettingsError: There is none.
    """
    home = Home(path=path.absolute())
    if not home.settings.is_file():
        raise SettingsError("there is no home here", place=str(path), remedy="make one with: dictation init")
    return home


def _write_once(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read, unless there is one."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with open(descriptor, "wb") as file:  # noqa: PTH123 - a path has no way to open a descriptor
        file.write(content)
