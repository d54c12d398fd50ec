"""Finding the template of a draft: the home's own before the shipped one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dictation.errors import TemplateError
from dictation.home.shipped import shipped_templates
from dictation.home.workspace import Home
from dictation.model.document import SourceFile, TemplateSource
from dictation.model.draft import DraftKind

_COPIES = "shipped"
"""The folder of the home that only shows the shipped files."""

_NAMES = {DraftKind.INVITE: "invitation"}
"""Kinds whose template is not called as they are."""


def find_template(home: Home, kind: DraftKind | str, language: str) -> TemplateSource:
    """The template for drafts of a kind in a language, with every layout.

    ``kind`` is a draft's kind or a template's own name, such as ``cover``. ``language`` is a BCP 47 tag: for ``en-GB``
    a folder ``en-GB`` is looked into before ``en``, and in both the home's before the shipped one.

    Raises:
        TemplateError: There is no such template, or it cannot be read.
    """
    name = _NAMES.get(kind, str(kind)) if isinstance(kind, DraftKind) else kind
    for tag in _from_the_particular(language):
        for folder in _folders(home):
            path = folder / tag / f"{name}.j2"
            if path.is_file():
                return TemplateSource(template=_read(path, f"{tag}/{name}.j2"), layouts=_layouts(home))
    raise TemplateError(
        f"there is no template {name!r} for the language {language!r}",
        place=str(home.letter_templates),
        remedy=f"write one at {home.letter_templates / language / name}.j2; "
        f"there are templates for: {', '.join(_languages(home, name)) or 'no language'}",
    )


def list_templates(home: Home) -> tuple[SourceFile, ...]:
    """Every template and layout that is in use, sorted by name: the home's own in place of the shipped ones."""
    found: dict[str, Path] = {}
    for folder in reversed(_folders(home)):
        for path in (*folder.glob("*/*.j2"), *folder.glob("layouts/*.toml")):
            found[path.relative_to(folder).as_posix()] = path
    return tuple(_read(path, name) for name, path in sorted(found.items()))


def _folders(home: Home) -> tuple[Path, Path]:
    return home.letter_templates, shipped_templates()


def _from_the_particular(language: str) -> Iterator[str]:
    """``zh-Hant-TW``, ``zh-Hant``, ``zh`` (RFC 4647, 3.4); nothing for what is no tag, but a path, maybe."""
    subtags = language.replace("_", "-").split("-")
    if not all(subtag.isalnum() for subtag in subtags):
        return
    for length in range(len(subtags), 0, -1):
        yield "-".join(subtags[:length])


def _layouts(home: Home) -> tuple[SourceFile, ...]:
    # A later folder is overridden by an earlier one, so the shipped files are laid down first.
    paths = {path.name: path for folder in reversed(_folders(home)) for path in folder.glob("layouts/*.toml")}
    return tuple(_read(path, f"layouts/{name}") for name, path in sorted(paths.items()))


def _languages(home: Home, name: str) -> list[str]:
    found = {path.parent.name for folder in _folders(home) for path in folder.glob(f"*/{name}.j2")}
    return sorted(found - {_COPIES})


def _read(path: Path, name: str) -> SourceFile:
    try:
        return SourceFile(name=name, text=path.read_text(encoding="utf-8"), path=str(path))
    except UnicodeDecodeError as exc:
        raise TemplateError("the file is not UTF-8 text", place=str(path), remedy="save it as UTF-8") from exc
    except OSError as exc:
        raise TemplateError(f"the file cannot be read: {exc.strerror}", place=str(path)) from exc
