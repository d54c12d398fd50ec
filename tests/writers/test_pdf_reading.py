"""How a PDF is read by who doesn't see it: in which order, as what, and where its links lead."""

from __future__ import annotations

import dataclasses
import io
import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image
from pypdf import PdfReader

from dictation.errors import RenderError
from dictation.model.document import Block, BlockKind, Document
from dictation.model.draft import Recipient
from dictation.writers.pdf import write_pdf
from dictation.writers.text import write_text
from tests.letters.samples import BERG, HART, LANGUAGES, letter, paragraph, passage
from tests.writers.pictures import picture
from tests.writers.test_pages import laid_out
from tests.writers.test_words import laid_out as laid_out_by

poppler = pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="poppler-utils is not installed")


def structure(content: bytes, folder: Path) -> str:
    """The structure and its text as poppler's reader of tags tells them."""
    path = folder / "read.pdf"
    path.write_bytes(content)
    return subprocess.run(["pdfinfo", "-struct-text", path], check=True, capture_output=True, encoding="utf-8").stdout


def spoken(content: bytes, folder: Path) -> str:
    """What a screen reader says: the texts of the structure in its order, joined as they are."""
    said = re.findall(r'^ *"(.*)"$', structure(content, folder), re.MULTILINE)
    return "".join(said)


def elements(content: bytes, folder: Path) -> list[str]:
    """The tags of the structure in the order of reading, without those of a paragraph's parts."""
    lines = structure(content, folder).splitlines()
    found = [re.match(r" *([A-Z]\w*)(?: |$|:)", line) for line in lines if '"' not in line or line.lstrip()[0] != '"']
    return [match[1] for match in found if match and match[1] not in {"Object", "Document"}]


@poppler
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["letter", "email", "memo", "invitation"])
def test_a_screen_reader_says_the_words_of_the_text_in_their_order(kind: str, language: str, tmp_path: Path) -> None:
    document = laid_out_by(kind, language, BERG)
    said = spoken(write_pdf(document), tmp_path).replace("•", "- ").split()
    assert said == write_text(document).split()


@poppler
def test_a_long_letter_is_read_across_its_pages_without_their_heads(tmp_path: Path) -> None:
    document = laid_out(body=letter().body * 12)
    content = write_pdf(document)
    assert len(PdfReader(io.BytesIO(content)).pages) > 3
    said = spoken(content, tmp_path).replace("•", "- ").split()
    assert said == write_text(document).split()


@poppler
def test_subject_lists_quotes_and_pictures_are_read_as_what_they_are(tmp_path: Path) -> None:
    document = dataclasses.replace(laid_out(), logo=picture(alt="A dial"), signature=picture(alt="I. Hart"))
    quote = dataclasses.replace(document.blocks[-1], kind=BlockKind.QUOTE, label="", lines=("Time is on my side.",))
    tags = elements(write_pdf(dataclasses.replace(document, blocks=(*document.blocks, quote))), tmp_path)
    assert tags[0] == "Figure"
    assert tags.count("Figure") == 2
    assert tags.count("H1") == 1
    assert tags.count("LI") == tags.count("Lbl") == tags.count("LBody") == 5
    assert tags[-2:] == ["BlockQuote", "P"]


@poppler
def test_a_word_that_is_broken_at_the_end_of_a_line_stays_one_word(tmp_path: Path) -> None:
    long = "https://clock.example/" + "abcdefghij" * 20
    document = laid_out(body=(paragraph(f"See {long} for the plan."),))
    assert long in spoken(write_pdf(document), tmp_path)


def links(content: bytes) -> list[tuple[int, str, str]]:
    """Page, target and tag of each link, found from its annotation through the tree of parents."""
    found = []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        nums = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        parents = dict(zip(map(int, nums[::2]), nums[1::2], strict=True))
        for number, page in enumerate(pdf.pages):
            assert page.obj.Tabs == pikepdf.Name.S
            for annotation in page.obj.get("/Annots", []):
                owner = parents[int(annotation.StructParent)]
                assert any(kid.get("/Obj") == annotation for kid in owner.K)
                assert str(annotation.Contents) == str(annotation.A.URI)
                found.append((number, str(annotation.A.URI), str(owner.S)))
    return found


def test_addresses_are_links_that_a_reader_can_follow() -> None:
    document = laid_out(
        body=(paragraph("See www.quill.example/tower, or oona@quill.example"), paragraph("x@y.example"))
    )
    assert links(write_pdf(document)) == [
        (0, "mailto:imogen@hartclockworks.example", "/Link"),
        (0, "https://www.quill.example/tower", "/Link"),
        (0, "mailto:oona@quill.example", "/Link"),
        (0, "mailto:x@y.example", "/Link"),
    ]


def test_a_link_over_two_lines_or_pages_is_one_link_with_a_place_on_each() -> None:
    address = "https://clock.example/" + "abcdefghij" * 20
    for length in range(12, 40):
        filler = tuple(paragraph("A line.") for _ in range(length))
        document = laid_out(body=(*filler, paragraph(" ".join(["tick"] * 30 + [address] + ["tock"] * 30))))
        places = [place for place in links(write_pdf(document)) if place[1] == address]
        assert len(places) >= 2
        if len({page for page, _, _ in places}) == 2:
            return
    pytest.fail("no page ended within the link")


def test_the_file_carries_the_text_it_was_made_from_as_its_source() -> None:
    document = laid_out()
    with pikepdf.open(io.BytesIO(write_pdf(document))) as pdf:
        (file,) = pdf.Root.AF
        assert file.AFRelationship == pikepdf.Name.Source
        assert bytes(file.EF.F.read_bytes()).decode() == write_text(document)
        assert list(pdf.attachments) == [str(file.UF)]


def test_bookmarks_lead_to_the_subject_or_where_there_is_none_to_the_beginning() -> None:
    for subject, expected in (
        ("Restoration of the turret clock", ["Restoration of the turret clock"]),
        ("", ["Oona Quill"]),
    ):
        reader = PdfReader(io.BytesIO(write_pdf(laid_out(subject=passage(subject)))))
        assert [entry.title for entry in reader.outline] == expected  # type: ignore[union-attr]


def test_chinese_japanese_and_korean_names_are_written_in_fonts_that_have_them() -> None:
    names = "李雷, 王小明, さくら, 김민준"
    reader = PdfReader(io.BytesIO(write_pdf(laid_out(to=(Recipient(name=names, address=("1 Quay",)),)))))
    assert names in " ".join(reader.pages[0].extract_text().split())


@pytest.mark.parametrize("name", ["محمد علي", "דוד כהן", "नरेन्द्र शर्मा", "สมชาย ใจดี"])
def test_names_of_scripts_that_are_shaped_say_what_they_are(name: str) -> None:
    document = laid_out(salutation=passage(f"Dear {name},"))
    with pikepdf.open(io.BytesIO(write_pdf(document))) as pdf:
        said = " ".join(str(element.ActualText) for element in spans_of(pdf.Root.StructTreeRoot))
    assert said == name


def spans_of(element: pikepdf.Object) -> list[pikepdf.Object]:
    """The spans of a structure in their order."""
    kids = [kid for kid in element.get("/K", []) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    found = [kid for kid in kids if pikepdf.Name.Span == kid.S]
    return found + [span for kid in kids for span in spans_of(kid)]


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler-utils is not installed")
def test_arabic_letters_join_and_stand_from_right_to_left(tmp_path: Path) -> None:
    assert len(ink("ب ب ب", tmp_path)) == 3
    assert len(ink("ببب", tmp_path)) == 1
    # Alif doesn't join what follows it, which stands to its left and is wider than a stroke.
    beh, alif = ink("اب", tmp_path)
    assert beh > 2 * alif


def ink(line: str, folder: Path) -> list[int]:
    """The pieces of a line that white columns part, from left to right: their widths in pixels."""
    document = laid_out()
    unmarked = dataclasses.replace(document.layout, fold_marks_mm=())
    block = Block(kind=BlockKind.SALUTATION, lines=(line,))
    only = dataclasses.replace(document, blocks=(block,), layout=unmarked)
    (folder / "ink.pdf").write_bytes(write_pdf(only))
    subprocess.run(["pdftoppm", "-r", "300", "-gray", "-singlefile", "-png", "ink.pdf", "ink"], check=True, cwd=folder)
    page = np.asarray(Image.open(folder / "ink.png").convert("L"))
    dark = (page < 128).any(axis=0)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], dark, [False])).astype(int)))
    return [int(width) for width in edges[1::2] - edges[::2]]


@pytest.mark.parametrize(
    "text",
    [
        "نشكركم على رسالتكم. نرحب بكم!",
        "نشكركم على رسالتكم المؤرخة في العاشر من الشهر الماضي ونود أن نعلمكم بأننا نرحب بزيارتكم في الأسبوع القادم",
    ],
)
def test_a_paragraph_from_right_to_left_is_refused_and_not_jumbled(text: str) -> None:
    with pytest.raises(RenderError, match=r"right to left|into lines") as caught:
        write_pdf(laid_out(body=(paragraph(text),)))
    assert "Restoration of the turret clock" in (caught.value.place or "")


def test_a_list_of_names_from_right_to_left_is_no_paragraph() -> None:
    assert write_pdf(laid_out(to=(Recipient(name="محمد علي, دוד", address=("1 Quay",)),)))


def test_pictures_have_their_words_and_stand_where_the_letter_begins_and_ends() -> None:
    document: Document = dataclasses.replace(
        laid_out(HART), logo=picture(alt="A dial"), signature=picture("JPEG", alt="Hart")
    )
    with pikepdf.open(io.BytesIO(write_pdf(document))) as pdf:
        figures = [kid for kid in pdf.Root.StructTreeRoot.K[0].K if pikepdf.Name.Figure == kid.S]
        assert [str(figure.Alt) for figure in figures] == ["A dial", "Hart"]
        (_, logo_bottom, logo_right, logo_top), (left, bottom, _, top) = (
            map(float, figure.A.BBox) for figure in figures
        )
        layout = document.layout
        height = float(pdf.pages[0].mediabox[3])
        assert logo_right == pytest.approx((layout.page_width_mm - layout.margin_right_mm) * 72 / 25.4, abs=0.1)
        assert logo_top == pytest.approx(height - layout.letterhead_top_mm * 72 / 25.4, abs=0.1)
        assert logo_top - logo_bottom <= layout.logo_height_mm * 72 / 25.4
        assert left == pytest.approx(layout.margin_left_mm * 72 / 25.4, abs=0.1)
        assert top - bottom < layout.signature_space_mm * 72 / 25.4


@pytest.mark.parametrize(
    "text",
    ["الاجتماع يوم 12 مارس مع شركة Zoom في المكتب الكبير", "مرحبا بالعالم.", "שלום לכולם, נתראה ביום שני!"],
)
def test_a_sentence_from_right_to_left_is_refused_with_foreign_words_or_a_full_stop_in_it(text: str) -> None:
    with pytest.raises(RenderError, match="right to left"):
        write_pdf(laid_out(body=(paragraph(text),)))


def test_a_name_from_right_to_left_may_stand_before_other_words_on_later_pages() -> None:
    document = laid_out(to=(Recipient(name="محمد علي", address=("1 Quay",)),), body=letter().body * 6)
    assert document.continuation == "محمد علي · 10 March 2026"
    assert write_pdf(document)


def test_links_are_written_in_the_letters_that_addresses_have() -> None:
    document = laid_out(body=(paragraph("See https://tübingen.example/中国?q=ü, or write to jörg@tübingen.example."),))
    targets = [target for _, target, _ in links(write_pdf(document))][1:]
    assert targets == [
        "https://xn--tbingen-n2a.example/%E4%B8%AD%E5%9B%BD?q=%C3%BC",
        "mailto:j%C3%B6rg@xn--tbingen-n2a.example",
    ]
