"""The files of a language's folder as they are read: tables of TOML, and errors that name the line to mend."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources.abc import Traversable
from typing import Any

from dictation.compose.patterns import Template, TemplateSyntaxError, compile_template
from dictation.errors import LanguageDataError


class DataFile:
    """A file of language data, with errors that name its lines."""

    def __init__(self, path: Traversable) -> None:
        self.name = path.name
        self.source = path.read_text(encoding="utf-8")
        try:
            self.data: dict[str, Any] = tomllib.loads(self.source)
        except tomllib.TOMLDecodeError as exc:
            raise LanguageDataError(
                f"{path.name} is not TOML: {exc}", place=str(path), remedy="mend that line"
            ) from exc

    def error(self, message: str, text: str) -> LanguageDataError:
        """An error at the line that ``text`` is in."""
        lines = self.source.splitlines()
        line = next((number for number, content in enumerate(lines, 1) if text in content), 1)
        return LanguageDataError(message, place=f"{self.name}, line {line}", remedy="mend that line")

    def table(self, *keys: str) -> Any:
        """What the file has under ``keys``."""
        found: Any = self.data
        for key in keys:
            if not isinstance(found, dict) or key not in found:
                raise self.error(f"the table [{'.'.join(keys)}] is missing", keys[0])
            found = found[key]
        return found

    def template(self, source: str, rules: Mapping[str, str], slots: Iterable[str]) -> Template:
        """A template that the file has."""
        try:
            template = compile_template(source, rules)
        except TemplateSyntaxError as exc:
            raise self.error(str(exc), source) from exc
        unknown = template.slot_kinds() - set(slots)
        if unknown:
            raise self.error(f"no slot is called {{{min(unknown)}}} in {source!r}", source)
        return template


class CommandFiles:
    """All files of a language's ``commands`` folder, which are read as if they were one."""

    def __init__(self, folder: Traversable) -> None:
        if not folder.is_dir():
            raise LanguageDataError(
                f"{folder.name} is missing",
                place=str(folder),
                remedy="add a folder of command files, as en/commands is",
            )
        self._files = [DataFile(path) for path in sorted(folder.iterdir(), key=str) if path.name.endswith(".toml")]
        self.rules: dict[str, str] = self._merged("rules")
        self.lists: dict[str, list[str]] = self._merged("lists")

    def tables(self, name: str) -> Iterator[tuple[DataFile, dict[str, Any]]]:
        """The tables of one name, each with the file that it is in."""
        for file in self._files:
            if name in file.data:
                yield file, file.data[name]

    def entries(self, name: str) -> Iterator[tuple[DataFile, dict[str, Any]]]:
        """The entries of all lists of tables of one name, each with its file."""
        for file in self._files:
            for entry in file.data.get(name, ()):
                yield file, entry

    def _merged(self, name: str) -> dict[str, Any]:
        merged: dict[str, Any] = {}
        for file, table in self.tables(name):
            for key, value in table.items():
                if key in merged:
                    raise file.error(f"{key!r} is told in another file, too", key)
                merged[key] = value
        return merged
