"""Letter templates tried with a sample letter: all of them, for mistakes, and one, to look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from dictation.errors import InputError, TemplateError
from dictation.home import (
    Home,
    SampleLetter,
    TemplateFile,
    find_pictures,
    find_sample,
    find_template,
    list_templates,
    read_sample,
    template_kind,
    write_file,
)
from dictation.letters import lay_out, read_layout
from dictation.model.document import SourceFile, TemplateSource
from dictation.model.draft import Draft, DraftKind
from dictation.model.people import Client
from dictation.writers import write_docx, write_pdf

_NUMBER = 1
"""What a sample letter is numbered as."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckedTemplate:
    """A template or a layout, and what is wrong with it, line by line."""

    file: TemplateFile
    mistakes: tuple[TemplateError, ...]


def check_templates(home: Home, names: Sequence[str] = (), *, day: date) -> Iterator[CheckedTemplate]:
    """Try templates and layouts, all in use or those named, such as ``letter``, ``en/letter`` or ``layouts/uk-block``.

    A template is laid out on every layout, with every field filled, with none but the needed ones, without a meeting,
    and to several people. ``day`` is the date on the letters.

    Raises:
        InputError: There is no template of one of the names.
    """
    files = list_templates(home)
    chosen = _named(files, names) if names else files
    layouts = [source for file in files if file.is_layout for source in _readable(file)]
    for file in chosen:
        tried = _layout_mistakes(file) if file.is_layout else _template_mistakes(home, file, layouts, day)
        distinct = {(mistake.message, mistake.place): mistake for mistake in tried}
        yield CheckedTemplate(file=file, mistakes=tuple(sorted(distinct.values(), key=lambda each: each.line or 0)))


def preview_template(
    home: Home, name: str, path: Path | None, *, client: Client | None = None, layout: str = "", now: datetime
) -> Path:
    """Write a template with its sample letter, over a client's name if one is given; returns the path.

    ``name`` is a template's, such as ``letter``, in the client's language or in English, or ``en/letter``. The file is
    Word's where its name ends in ``.docx``, else PDF; without a path it is ``preview-en-letter.pdf`` or the like.

    Raises:
        TemplateError: There is no such template or layout, or it is wrong.
        InputError: The file's name ends in something else, or the client's logo or signature cannot be used.
        RenderError: The file cannot be written.
    """
    tag, _, kind = name.removesuffix(".j2").rpartition("/")
    template = find_template(home, kind, tag or (client.language if client else "en"))
    language = template.template.name.partition("/")[0]
    path = path or Path(f"preview-{language}-{kind}.pdf")
    write = {".pdf": write_pdf, ".docx": write_docx}.get(path.suffix.lower())
    if write is None:
        raise InputError("a preview is PDF or Word", place=str(path), remedy="let its name end in .pdf or .docx")
    sample = read_sample(find_sample(home, language), language)
    sender = client or sample.client
    if client:
        logo, signature = find_pictures(home, client)
        template = replace(template, logo=logo, signature=signature)
    document = lay_out(
        next(_drafts(sample.draft, template_kind(kind))),
        replace(sender, layout=layout or sender.layout),
        date=now.astimezone(ZoneInfo(sender.timezone)).date(),
        template=template,
        number=_NUMBER,
    )
    write_file(path, write(document))
    return path


def _named(files: Iterable[TemplateFile], names: Sequence[str]) -> tuple[TemplateFile, ...]:
    found: dict[str, TemplateFile] = {}
    for name in names:
        matching = {file.name: file for file in files if name in _ways_to_name(file)}
        if not matching:
            raise InputError(
                f"there is no template or layout {name!r}",
                place=name,
                remedy="choose one that is listed by: dictation templates list",
            )
        found |= matching
    return tuple(file for _, file in sorted(found.items()))


def _ways_to_name(file: TemplateFile) -> tuple[str, ...]:
    return file.name, file.name.removesuffix(file.path.suffix), file.path.name, file.path.stem


def _readable(file: TemplateFile) -> Iterator[SourceFile]:
    if not any(_layout_mistakes(file)):
        yield file.read()


def _layout_mistakes(file: TemplateFile) -> Iterator[TemplateError]:
    try:
        read_layout(file.read())
    except TemplateError as exc:
        yield exc


def _template_mistakes(
    home: Home, file: TemplateFile, layouts: Sequence[SourceFile], day: date
) -> Iterator[TemplateError]:
    language = file.name.partition("/")[0]
    try:
        template = TemplateSource(template=file.read(), layouts=tuple(layouts))
        sample = read_sample(find_sample(home, language), language)
    except TemplateError as exc:
        yield exc
        return
    if not layouts:
        remedy = "put the layouts right first"
        yield TemplateError("there is no layout to try it on", place=str(file.path), remedy=remedy)
    lines = template.template.text.split("\n")
    for layout in map(read_layout, layouts):
        for draft, client in _trials(sample, template_kind(file.path.stem)):
            on_paper = replace(client, layout=layout.name)
            while mistake := _mistake(draft, on_paper, template, lines, day):
                yield mistake
                # The rest is tried without the line, where that can be.
                if mistake.line is None or not _stands_alone(lines[mistake.line - 1]):
                    break
                lines[mistake.line - 1] = "[prose]" if lines[mistake.line - 1].lstrip().startswith("[") else ""


def _mistake(
    draft: Draft, client: Client, template: TemplateSource, lines: Sequence[str], day: date
) -> TemplateError | None:
    text = replace(template.template, text="\n".join(lines))
    try:
        lay_out(draft, client, date=day, template=replace(template, template=text), number=_NUMBER)
    except TemplateError as exc:
        return exc
    return None


def _stands_alone(line: str) -> bool:
    """Whether the lines around mean the same without it; never of one that is empty, as was one of a mistake."""
    return "{%" not in line and line.count("{{") == line.count("}}") and line.strip() not in {"", "[prose]"}


def _trials(sample: SampleLetter, kind: DraftKind) -> Iterator[tuple[Draft, Client]]:
    """The sample letter as a draft of a kind in several states of completeness, and whom each is from."""
    for draft in _drafts(sample.draft, kind):
        yield draft, sample.client
    bare = Client(key=sample.client.key, name=sample.client.name, secretary=sample.client.secretary)
    yield Draft(kind=kind, language=sample.draft.language), bare


def _drafts(full: Draft, kind: DraftKind) -> Iterator[Draft]:
    """Every field filled, then without a meeting, then to several people; only an invitation has a meeting."""
    one = replace(full, kind=kind, to=full.to[:1], meeting=full.meeting if kind is DraftKind.INVITE else None)
    yield one
    yield replace(one, meeting=None, urgent=False)
    yield replace(one, to=full.to)
