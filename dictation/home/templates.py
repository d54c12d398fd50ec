"""Finding the template of a draft: the home's own before the shipped one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dictation.errors import TemplateError
from dictation.home.shipped import shipped_templates
from dictation.home.workspace import Home
from dictation.model.document import SourceFile, TemplateSource
from dictation.model.draft import DraftKind

_COPIES = "shipped"
"""The folder of the home that only shows the shipped files."""

_LARGEST = 1_000_000
"""Bytes of a file."""
_NAME = re.compile(r"\w[\w-]*")
_NAMES = {DraftKind.INVITE: "invitation"}
"""Kinds whose template is not called as they are."""

_SAMPLE = "sample.toml"
_POSTING_LIST = "posting-list.toml"
_LAST_RESORT = "en"
"""Whose sample letter and posting list serve a language that has none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TemplateFile:
    """A template or a layout that is in use."""

    name: str
    """Such as ``en/letter.j2`` or ``layouts/uk-block.toml``."""
    path: Path
    own: bool
    """Whether it is the home's, not a shipped one."""

    @property
    def is_layout(self) -> bool:
        """Whether it holds the measures of a paper."""
        return self.path.suffix == ".toml"

    def read(self) -> SourceFile:
        """The file's text.

        Raises:
            TemplateError: It cannot be read.
        """
        return _read(self.path, self.name)


def find_template(home: Home, kind: DraftKind | str, language: str) -> TemplateSource:
    """The template for drafts of a kind in a language, with every layout.

    ``kind`` is a draft's kind or a template's own name, such as ``cover``. ``language`` is a BCP 47 tag: for ``en-GB``
    a folder ``en-GB`` is looked into before ``en``, and in both the home's before the shipped one.

    Raises:
        TemplateError: There is no such template, or it cannot be read.
    """
    name = _template_name(kind)
    # Anything else would be a path, maybe out of the folders of templates.
    tags = _from_the_particular(language) if _NAME.fullmatch(name) else ()
    for tag in tags:
        for folder in _folders(home):
            path = folder / tag / f"{name}.j2"
            if path.exists():
                return TemplateSource(template=_read(path, f"{tag}/{name}.j2"), layouts=_layouts(home))
    raise TemplateError(
        f"there is no template {name!r} for the language {language!r}",
        place=str(home.letter_templates),
        remedy=f"write one at {home.letter_templates / language / name}.j2; "
        f"there are templates for: {', '.join(_languages(home, name)) or 'no language'}",
    )


def list_templates(home: Home) -> tuple[TemplateFile, ...]:
    """Every template and layout that is in use, sorted by name: the home's own in place of the shipped ones."""
    found: dict[str, TemplateFile] = {}
    for folder in reversed(_folders(home)):
        for path in (*folder.glob("*/*.j2"), *folder.glob("layouts/*.toml")):
            name = path.relative_to(folder).as_posix()
            found[name] = TemplateFile(name=name, path=path, own=folder == home.letter_templates)
    return tuple(file for _, file in sorted(found.items()))


def template_kind(name: str) -> DraftKind:
    """What a template called ``name``, such as ``invitation``, is for: a letter where no kind of draft takes it."""
    return next((kind for kind in DraftKind if _template_name(kind) == name), DraftKind.LETTER)


def find_sample(home: Home, language: str) -> SourceFile:
    """The sample letter that templates in a language are tried with, found as templates are; else the English one.

    Raises:
        TemplateError: It cannot be read.
    """
    return _beside_templates(home, _SAMPLE, language)


def find_posting_words(home: Home, language: str) -> SourceFile:
    """The words of posting lists in a language, found as templates are; else the English ones.

    Raises:
        TemplateError: They cannot be read.
    """
    return _beside_templates(home, _POSTING_LIST, language)


def _beside_templates(home: Home, name: str, language: str) -> SourceFile:
    for tag in (*_from_the_particular(language), _LAST_RESORT):
        for folder in _folders(home):
            path = folder / tag / name
            if path.is_file():
                return _read(path, f"{tag}/{name}")
    raise TemplateError(f"there is no {name}", place=str(shipped_templates()), remedy="install the program anew")


def _template_name(kind: DraftKind | str) -> str:
    return _NAMES.get(kind, kind.value) if isinstance(kind, DraftKind) else kind


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
        if not path.is_file() or path.stat().st_size > _LARGEST:
            remedy = "delete it, or put a text file there"
            raise TemplateError("this is no file that a template could be", place=str(path), remedy=remedy)
        # Windows' own editor begins files with a mark.
        return SourceFile(name=name, text=path.read_text(encoding="utf-8-sig"), path=str(path))
    except UnicodeDecodeError as exc:
        raise TemplateError("the file is not UTF-8 text", place=str(path), remedy="save it as UTF-8") from exc
    except OSError as exc:
        raise TemplateError(f"the file cannot be read: {exc.strerror}", place=str(path)) from exc
