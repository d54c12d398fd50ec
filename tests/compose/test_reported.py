"""Text that is told to the secretary as what she is to say, and what of it she has to put otherwise."""

from __future__ import annotations

import pytest

from dictation.model.draft import DraftKind, FlagKind
from tests.compose.calls import compose
from tests.compose.drafts import flagged, left_out, names, only, paragraphs

ENDING = "Thanks, Nora."


@pytest.mark.parametrize(
    "told",
    [
        "Email Gareth and let him know that the mast is in the long shed.",
        "Email to Gareth. Tell him the mast is in the long shed.",
        "Drop Gareth a line, say the mast is in the long shed.",
        "Can you drop Gareth a quick email to tell him the mast is in the long shed.",
        "Send Gareth an email saying that the mast is in the long shed.",
        "A note to Gareth. Explain that the mast is in the long shed.",
        "Email to Gareth: the mast is in the long shed.",
    ],
)
def test_what_she_is_told_to_say_is_the_text_from_its_first_word(told: str) -> None:
    draft = only(told, ENDING)
    assert (draft.kind, names(draft)) == (DraftKind.EMAIL, ["Gareth Pike"])
    assert paragraphs(draft) == ["The mast is in the long shed."]


def test_a_letter_is_told_likewise() -> None:
    draft = only("Write to Helen Marsh and tell her that the berth is free. Yours sincerely, Nora Hale.")
    assert (draft.kind, paragraphs(draft)) == (DraftKind.LETTER, ["The berth is free."])


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ("Tell him thanks for the oars. And say the gate is locked.", "Thanks for the oars. The gate is locked."),
        ("Say the mast is here, and say it is dry.", "The mast is here, and it is dry."),
        ("Tell him that the mast is here and that it is dry.", "The mast is here and it is dry."),
        ("Tell him the mast is here. Remind him the gate shuts at five.", "The mast is here. The gate shuts at five."),
    ],
)
def test_a_text_that_began_so_goes_on_so(told: str, text: str) -> None:
    correspondence = compose("Email to Gareth.", told, ENDING)
    (draft,) = correspondence.drafts
    assert paragraphs(draft) == [text]
    assert "mast" not in left_out(correspondence)


def test_a_text_that_is_dictated_says_what_it_says() -> None:
    text = "Say hello to Bron from me. Tell her the mast is here, and that he knows."
    draft = only(f"Email to Gareth. Dear Gareth, comma. {text}", ENDING)
    assert paragraphs(draft) == [text]


@pytest.mark.parametrize("sentence", ["Could he send the oars on Friday?", "Ask him if he can send the oars."])
def test_what_is_told_of_the_reader_is_flagged_with_its_words(sentence: str) -> None:
    draft = only("Email to Gareth. Tell him the mast is here.", sentence, ENDING)
    assert paragraphs(draft) == [f"The mast is here. {sentence}"]
    (flag,) = flagged(draft, FlagKind.ASIDE)
    assert flag.words == sentence


def test_the_same_to_somebody_else_is_flagged_likewise() -> None:
    told = "Email to Gareth. Tell him the mast is here. Ask him if he can send the oars."
    first, second = compose(told, ENDING, "The same to Helen Marsh.").drafts
    assert [flag.words for flag in flagged(second, FlagKind.ASIDE)] == ["Ask him if he can send the oars."]
    assert flagged(first, FlagKind.ASIDE)


@pytest.mark.parametrize(
    "told",
    [
        "Email ke Gareth. Bilang bahwa tiangnya ada di gudang panjang.",
        "Kirim email ke Gareth, sampaikan bahwa tiangnya ada di gudang panjang.",
        "Tolong email Gareth dan kasih tahu dia bahwa tiangnya ada di gudang panjang.",
    ],
)
def test_it_is_the_same_in_indonesian(told: str) -> None:
    draft = only(told, "Terima kasih, Nora.", language="id")
    assert names(draft) == ["Gareth Pike"]
    assert paragraphs(draft) == ["Tiangnya ada di gudang panjang."]
