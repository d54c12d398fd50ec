"""Trying letter templates: check and preview."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pytest
from pypdf import PdfReader

from tests.cli.program import CLIENT, Program

SHIPPED = {f"{language}/{kind}.j2" for language in ("de", "en", "id") for kind in ("letter", "email", "memo", "cover")}


def put(program: Program, name: str, content: str | bytes) -> Path:
    path = program.home / "letter_templates" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def mistakes(program: Program, *names: str) -> dict[str, list[dict[str, Any]]]:
    result = program("templates", "check", *names, "--json")
    found = {each["name"]: each["mistakes"] for each in result.json if each["mistakes"]}
    assert result.code == (1 if found else 0)
    return found


def pages(path: Path) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(path.read_bytes())).pages]


def test_the_shipped_templates_and_layouts_are_right_and_need_no_home(bare: Program) -> None:
    lines = bare.ok("templates", "check").out.splitlines()
    assert all(line.endswith(": ok") for line in lines)
    assert {line.removesuffix(": ok") for line in lines} >= SHIPPED | {"layouts/uk-block.toml"}
    assert not bare.home.exists()


def test_every_mistake_of_every_file_is_told_with_its_line(program: Program) -> None:
    wrong = "[salutatoin]\nx\n\n{{ draft.subjekt }}\n{% if draft.cc %}\n{{ nme }}\n{% endif %}\n{{ draft.to }}"
    letter = put(program, "en/letter.j2", wrong)
    email = put(program, "en/email.j2", "[prose]\n{{ 'a' * 10**9 }}\n")
    memo = put(program, "id/memo.j2", b"[prose]\n\xff\n")
    layout = put(program, "layouts/uk-block.toml", 'name = "uk-block"\n')
    found = mistakes(program)
    assert set(found) == {"en/letter.j2", "en/email.j2", "id/memo.j2", "layouts/uk-block.toml"}
    told = {(each["line"], each["place"]): each["message"] for each in found["en/letter.j2"]}
    assert told.keys() == {(line, f"{letter}, line {line}") for line in (1, 4, 6, 8)}
    assert [each["place"] for each in found["en/email.j2"]] == [f"{email}, line 2"]
    assert [each["place"] for each in found["id/memo.j2"]] == [str(memo)]
    assert [each["place"] for each in found["layouts/uk-block.toml"]] == [str(layout)]
    plain = program("templates", "check")
    assert plain.code == 1
    assert f"Where:  {letter}, line 4" in plain.out
    assert "en/memo.j2: ok" in plain.out


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("en/invitation.j2", "[prose]\n{{ draft.meeting.date }}"),
        ("en/letter.j2", "[prose]\n{{ draft.meeting.date }}"),
        ("en/letter.j2", "[prose]\n{{ draft.cc[0].name }}"),
        ("en/memo.j2", "[prose]\n{{ draft.to[0].name }}"),
        ("en/email.j2", "[prose]\n{% if draft.to | length > 1 %}{{ draft.to.names }}{% endif %}"),
        ("en/email.j2", "[prose]\n{% if draft.urgent %}{{ draft.priority }}{% endif %}"),
        ("en/thanks.j2", "[prose]\n{{ client.town }}"),
        ("de/letter.j2", "[prose]\n{{ client.address[0] }}"),
    ],
)
def test_a_mistake_that_only_some_letters_would_meet_is_found(program: Program, name: str, text: str) -> None:
    path = put(program, name, text)
    assert [each["place"] for each in mistakes(program)[name]] == [f"{path}, line 2"]


@pytest.mark.parametrize("name", ["memo", "en/memo", "en/memo.j2"])
def test_only_the_named_are_checked(program: Program, name: str) -> None:
    put(program, "en/memo.j2", "[prose]\n{{ x }}")
    put(program, "en/letter.j2", "[prose]\n{{ x }}")
    assert set(mistakes(program, name)) == {"en/memo.j2"}
    assert mistakes(program, "de/memo", "layouts/us-block") == {}


def test_a_template_that_there_is_not_is_not_taken_for_right(program: Program) -> None:
    result = program("templates", "check", "leter")
    assert result.code == 1
    assert "'leter'" in result.told["Error"]


def test_a_sample_letter_of_the_home_is_taken_and_its_mistakes_are_told(program: Program, tmp_path: Path) -> None:
    shipped = (program.home / "letter_templates" / "shipped" / "en" / "sample.toml").read_text(encoding="utf-8")
    path = put(program, "en/sample.toml", shipped.replace("harbour bell", "tide clock"))
    program.ok("templates", "preview", "letter", "-o", tmp_path / "letter.pdf")
    assert "tide clock" in pages(tmp_path / "letter.pdf")[0]
    put(program, "en/sample.toml", shipped.replace("salutation =", "salutatoin ="))
    assert {each["place"] for each in mistakes(program, "en/letter")["en/letter.j2"]} == {str(path)}


@pytest.mark.parametrize("language", ["de", "en", "id"])
@pytest.mark.parametrize("kind", ["letter", "email", "memo", "cover", "invitation"])
def test_every_shipped_template_has_a_preview_without_a_home(
    bare: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, language: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert bare.ok("templates", "preview", f"{language}/{kind}").out.strip() == f"preview-{language}-{kind}.pdf"
    subject = {"de": "Hafenglocke", "en": "harbour bell", "id": "lonceng pelabuhan"}[language]
    assert subject in pages(tmp_path / f"preview-{language}-{kind}.pdf")[0]
    assert not bare.home.exists()


def test_a_preview_shows_a_page_of_its_own_paper_and_the_next(bare: Program, tmp_path: Path) -> None:
    bare.ok("templates", "preview", "letter", "--layout", "us-block", "-o", tmp_path / "x.pdf")
    reader = PdfReader(tmp_path / "x.pdf")
    assert [round(float(page.mediabox.width)) for page in reader.pages] == [612, 612]
    assert "Page 2" in pages(tmp_path / "x.pdf")[1]


def test_a_preview_can_be_a_clients_letter_and_a_word_file(program: Program, tmp_path: Path) -> None:
    program.ok("templates", "preview", "letter", "--client", CLIENT, "-o", tmp_path / "letter.docx")
    word = docx.Document(str(tmp_path / "letter.docx"))
    head = [paragraph.text for paragraph in word.sections[0].first_page_header.paragraphs]
    assert "Orchard & Daughters" in head
    assert "Nell Orchard" in [paragraph.text for paragraph in word.paragraphs]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("leter",), "'leter'"),
        (("nl/letter",), "'nl'"),
        (("letter", "--layout", "baroque"), "'baroque'"),
        (("letter", "--client", "nobody"), "nobody"),
        (("letter", "-o", "letter.odt"), "PDF or Word"),
    ],
)
def test_a_preview_that_cannot_be_is_told(program: Program, arguments: tuple[str, ...], told: str) -> None:
    result = program("templates", "preview", *arguments)
    assert result.code == 1
    assert told in result.told["Error"]
    assert result.told["Remedy"]
