"""German is a folder of data, and what is dictated in it by DIN 5009 comes out as it was meant."""

from __future__ import annotations

import ast
import shutil
from datetime import datetime
from importlib import resources
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import dictation
from dictation.compose.language_files import known_languages, read_language
from dictation.compose.written.lines import write_line
from dictation.model.draft import Draft, DraftKind, LeftOutReason
from tests.compose.calls import compose
from tests.compose.written import written


def only(*turns: str) -> Draft:
    (draft,) = compose(*turns, language="de").drafts
    return draft


LETTER = [
    "Guten Morgen, Ayu. Ich habe heute zwei Sachen.",
    (
        "Bitte einen Brief an Helen Marsh bei Tidewater. Per Einschreiben. Betreff, Schaden am Steg. "
        "Anrede, sehr geehrte Frau Marsh, Komma. Vielen Dank für Ihr Schreiben vom vierzehnten August. Punkt. "
        "Die Reparatur kostet zweihundertfünfzig, nein, Korrektur, dreihundertfünfzig Euro, Komma, zuzüglich neunzehn "
        "Prozent Mehrwertsteuer. Punkt. Absatz. Folgendes ist noch offen, Doppelpunkt. "
        "Spiegelstrich, die Rechnung des Tauchers. Spiegelstrich, das Gutachten. Ende der Aufzählung. "
        "Sie schrieben, Anführungszeichen auf, der Steg ist sicher, Anführungszeichen zu. Punkt. "
        "Bitte antworten Sie bis zum Einundzwanzigsten. Punkt. Mit freundlichen Grüßen, Nora Ferris. Ende des Briefs. "
        "Anlage, Kostenvoranschlag."
    ),
    "Hab ich.",
    "Das war's für heute. Auf Wiederhören.",
]


@pytest.mark.parametrize("speakers", [(), ("A", "A", "B", "A")], ids=["one-track", "speakers"])
def test_a_letter_with_a_correction_a_list_and_a_quotation(speakers: tuple[str, ...]) -> None:
    (draft,) = compose(*LETTER, language="de", speakers=speakers).drafts
    assert draft.kind is DraftKind.LETTER
    assert [person.name for person in draft.to] == ["Helen Marsh"]
    assert draft.subject.text == "Schaden am Steg"
    assert draft.salutation.text == "Sehr geehrte Frau Marsh,"
    assert [paragraph.text for paragraph in draft.body] == [
        "vielen Dank für Ihr Schreiben vom 14. August. Die Reparatur kostet 350 Euro, zuzüglich 19 % Mehrwertsteuer.",
        "Folgendes ist noch offen:",
        "- Die Rechnung des Tauchers\n- Das Gutachten",
        "Sie schrieben „der Steg ist sicher“. Bitte antworten Sie bis zum 21.",
    ]
    assert draft.closing.text == "Mit freundlichen Grüßen"
    assert [enclosure.text for enclosure in draft.enclosures] == ["Kostenvoranschlag"]
    assert draft.delivery == "einschreiben"
    assert not draft.flags


def test_what_was_taken_back_is_told_as_it_was_heard() -> None:
    left = compose(*LETTER, language="de").left_out
    corrected = [part.text for part in left if part.reason is LeftOutReason.CORRECTED]
    assert corrected == ["zweihundertfünfzig, nein, Korrektur,"]


def test_an_email_with_a_copy_and_a_correction_in_passing() -> None:
    draft = only(
        "Als Erstes eine E-Mail an Gareth Pike, Kopie an Helen Marsh. Betreff, Motor der Kittiwake. "
        "Lieber Gareth, Komma. Der Motor kam am Montag, nein, am Dienstag. Punkt. Neuer Absatz. "
        "Könntest du ihn am 21. September um halb zehn einbauen, Fragezeichen. "
        "Viele Grüße, Nora. Ende der E-Mail. Das eilt."
    )
    assert draft.kind is DraftKind.EMAIL
    assert [person.name for person in draft.to] == ["Gareth Pike"]
    assert [person.name for person in draft.cc] == ["Helen Marsh"]
    assert draft.subject.text == "Motor der Kittiwake"
    assert draft.salutation.text == "Lieber Gareth,"
    assert draft.body_text == "der Motor kam am Dienstag.\n\nKönntest du ihn am 21. September um 9:30 Uhr einbauen?"
    assert draft.closing.text == "Viele Grüße"
    assert draft.urgent


def test_a_telephone_message_and_an_invitation() -> None:
    message, invitation = compose(
        "Eine Nachricht für Tom. Bitte ruf die Werft unter null vier null, drei sechs eins, zwei zwei null eins an. "
        "Punkt. Ende der Nachricht.",
        "Dann eine Einladung an Gareth Pike und Helen Marsh. Betreff, Winterlager. "
        "Termin ist Donnerstag, der siebzehnte September, um halb drei nachmittags, Dauer fünfundvierzig Minuten, "
        "Ort ist der Segelboden. Text, Doppelpunkt. Bitte bringen Sie Ihre Listen mit. Punkt. Ende der Einladung.",
        language="de",
    ).drafts
    assert (message.kind, invitation.kind) == (DraftKind.MEMO, DraftKind.INVITE)
    assert [person.name for person in message.to] == ["Tomas Vrba"]
    assert message.body_text == "Bitte ruf die Werft unter 040 361 2201 an."
    assert [person.name for person in invitation.to] == ["Gareth Pike", "Helen Marsh"]
    assert invitation.meeting is not None
    assert invitation.meeting.start == datetime(2026, 9, 17, 14, 30, tzinfo=ZoneInfo("Europe/London"))
    assert (invitation.meeting.minutes, invitation.meeting.place) == (45, "Segelboden")
    assert invitation.body_text == "Bitte bringen Sie Ihre Listen mit."


def test_a_call_without_punctuation() -> None:
    draft = only(
        "eine e-mail an gareth pike betreff neuer motor lieber gareth komma",
        "wir zahlen zweihundertfünfzig euro punkt",
        "absatz",
        "wir kommen am vierten mai um neun uhr dreißig punkt",
        "viele grüße nora",
        "ende der e-mail",
    )
    assert draft.body_text == "wir zahlen 250 Euro.\n\nWir kommen am 4. Mai um 9:30 Uhr."


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Die Rechnung ist da. Punkt. Bitte prüfen. Punkt. Streich das.", "die Rechnung ist da."),
        ("Skonto sind zwei Komma fünf Prozent. Punkt.", "Skonto sind 2,5 %."),
        ("Wir kommen alle, Klammer auf, auch Tom, Klammer zu. Punkt.", "wir kommen alle (auch Tom)."),
        ("In diesem Punkt irrt der Absatz drei. Punkt.", "in diesem Punkt irrt der Absatz 3."),
        ("Rechnungen zahlen wir gleich. Punkt.", "Rechnungen zahlen wir gleich."),
        ("Sie haben recht. Punkt.", "Sie haben recht."),
    ],
)
def test_the_text_after_a_salutation(said: str, meant: str) -> None:
    draft = only(f"Eine E-Mail an Tom. Hallo Tom, Komma. {said} Danke, Nora. Ende der Mail.")
    assert draft.body_text == meant


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        ("zweihundertfünfzig Kisten", "250 Kisten"),
        ("dreitausendvierhundert Ziegel", "3.400 Ziegel"),
        ("neunhundertneunundneunzigtausendneunhundertneunundneunzig Stück", "999.999 Stück"),
        ("hundertundeins Nächte", "101 Nächte"),
        ("Einundzwanzig Tage", "21 Tage"),
        ("sieben Männer in neun Wochen", "sieben Männer in neun Wochen"),
        ("zwischen drei und zwanzig Gäste", "zwischen drei und 20 Gäste"),
        ("zwei bis dreihundert Leute", "zwei bis dreihundert Leute"),
        ("am vierzehnten März zweitausendsechsundzwanzig", "am 14. März 2026"),
        ("bis zum 3. Mai", "bis zum 3. Mai"),
        ("am Vierzehnten", "am 14."),
        ("bis zum Dritten.", "bis zum 3."),
        ("am einundzwanzigsten elften", "am 21. November"),
        ("der dritte Vorschlag zum zwanzigsten Mal", "der dritte Vorschlag zum 20. Mal"),
        ("seit neunzehnhundertvierundneunzig", "seit 1994"),
        ("um halb eins", "um 12:30 Uhr"),
        ("um neun Uhr fünf", "um 9:05 Uhr"),
        ("um Viertel vor zehn", "um 9:45 Uhr"),
        ("um sechzehn Uhr dreißig", "um 16:30 Uhr"),
        ("zweihundertfünfzig Euro", "250 Euro"),
        ("tausendzweihundertfünfzig Euro und fünfzig Cent", "1.250,50 Euro"),
        ("zwei Komma fünf Millionen Euro", "2,5 Millionen Euro"),
        ("1.250,50 €", "1.250,50 Euro"),
        ("fünf Prozent", "5 %"),
        ("zweieinhalb Meter", "2,5 Meter"),
        ("null drei null, zwei vier sechs, acht null eins", "030 246 801"),
        ("info Punkt kiel ät hansa minus bau Punkt de", "info.kiel@hansa-bau.de"),
        ("www Punkt hansa Punkt de Schrägstrich preise", "www.hansa.de/preise"),
        ("Zimmer einhundertfünf", "Zimmer 105"),
    ],
)
def test_written_form(spoken: str, expected: str) -> None:
    assert written(spoken, "de") == expected


def test_a_folder_of_data_is_all_that_a_language_needs(tmp_path: Path) -> None:
    shipped = resources.files("dictation.compose") / "languages" / "de"
    folder = Path(shutil.copytree(Path(str(shipped)), tmp_path / "qq"))
    numbers = folder / "numbers.toml"
    numbers.write_text(numbers.read_text("utf-8").replace("zwei = 2", "zwei = 2\nduo = 2"), "utf-8")
    language = read_language(folder, "qq")
    assert language.code == "qq"
    assert write_line("duohundertdreißig Euro", language) == "230 Euro"


def test_no_code_asks_which_language_it_is() -> None:
    """A comparison with a language's code, or a table by codes, would be a rule that belongs into the data."""
    codes = known_languages()
    compose_room = Path(dictation.__file__).parent / "compose"
    asked = [
        f"{path.name}:{node.lineno}"
        for path in sorted(compose_room.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and node.value in codes
    ]
    assert asked == []
