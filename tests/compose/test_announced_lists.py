"""Lists that are announced, however their entries are parted and however they end."""

from __future__ import annotations

import pytest

from tests.compose.drafts import email, only, paragraphs

ENDS = ["End of list.", "That's the end of the list.", "New paragraph.", "That's all the points."]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize(
    ("announced", "entries"),
    [
        ("Put these as a bulleted list.", "- Two tins of varnish\n- 12 metres of rope"),
        ("Bullet points.", "- Two tins of varnish\n- 12 metres of rope"),
        ("Make that a numbered list.", "1. Two tins of varnish\n2. 12 metres of rope"),
        ("Can you number these.", "1. Two tins of varnish\n2. 12 metres of rope"),
    ],
)
@pytest.mark.parametrize(
    "said",
    [
        "Two tins of varnish. Twelve metres of rope.",
        "One, two tins of varnish. Two, twelve metres of rope.",
        "First, two tins of varnish. Then twelve metres of rope.",
        "First, two tins of varnish, then twelve metres of rope.",
    ],
)
def test_an_announced_list_has_an_entry_a_line(announced: str, entries: str, said: str, end: str) -> None:
    (draft,) = email(f"We need the following, colon. {announced} {said} {end} I will collect them.").drafts
    assert paragraphs(draft) == ["We need the following:", entries, "I will collect them."]


def test_entries_that_are_counted_need_no_end_of_list() -> None:
    (draft,) = email(
        "There are two rules. Make that a numbered list. First, nobody smokes. Second, nobody swims. "
        "Thank you for your patience."
    ).drafts
    assert paragraphs(draft) == [
        "There are two rules.",
        "1. Nobody smokes\n2. Nobody swims",
        "Thank you for your patience.",
    ]


def test_a_number_in_an_entry_begins_no_other() -> None:
    (draft,) = email(
        "We need the following, colon. Bulleted list. One, two tins of varnish. Two, three brushes. End of list."
    ).drafts
    assert paragraphs(draft) == ["We need the following:", "- Two tins of varnish\n- Three brushes"]


@pytest.mark.parametrize("next_one", ["Next bullet.", "Next point.", "Next item.", "New bullet."])
def test_what_stands_behind_a_colon_is_an_entry_where_only_the_next_is_announced(next_one: str) -> None:
    (draft,) = email(
        f"Please order these, colon. Two tins of varnish. {next_one} Twelve metres of rope. {next_one} A brush. "
        "End of list. I will collect them."
    ).drafts
    assert paragraphs(draft) == [
        "Please order these:",
        "- Two tins of varnish\n- 12 metres of rope\n- A brush",
        "I will collect them.",
    ]


def test_the_word_list_in_a_sentence_begins_none() -> None:
    text = "The price list is out of date. Please put me on the list of berth holders."
    (draft,) = email(text).drafts
    assert paragraphs(draft) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "We need a numbered list. It has forty boats.",
        "You asked for a bulleted list.",
        "They want bullet points. Please write some.",
        "We keep the log as a numbered list. It is long.",
        "I will send you a new list.",
    ],
)
def test_a_sentence_that_speaks_of_a_list_begins_none(text: str) -> None:
    (draft,) = email(text).drafts
    assert paragraphs(draft) == [text.replace("forty", "40")]


@pytest.mark.parametrize(
    ("announced", "entries"),
    [
        ("Numbered list, please.", "1. The crane\n2. The winch"),
        ("Numbered list, for these.", "1. The crane\n2. The winch"),
        ("Bullet points, please.", "- The crane\n- The winch"),
        ("Make that a numbered list, please.", "1. The crane\n2. The winch"),
        ("As a numbered list.", "1. The crane\n2. The winch"),
        ("As bullet points.", "- The crane\n- The winch"),
        ("In the form of a bulleted list, please.", "- The crane\n- The winch"),
        ("Please do the following as a numbered list.", "1. The crane\n2. The winch"),
        ("Could you put these as bullet points?", "- The crane\n- The winch"),
    ],
)
@pytest.mark.parametrize("said", ["The crane. The winch.", "One, the crane. Two, the winch."])
def test_all_words_of_an_announcement_belong_to_it(announced: str, entries: str, said: str) -> None:
    (draft,) = email(f"The yard is open again. {announced} {said} End of list.").drafts
    assert paragraphs(draft) == ["The yard is open again.", entries]


@pytest.mark.parametrize("said", ["The crane. The winch.", "One, the crane. Two, the winch."])
def test_a_list_announced_in_a_sentence_of_the_text_is_one_where_entries_follow(said: str) -> None:
    (draft,) = email(f"Please order the following as a numbered list. {said} End of list.").drafts
    assert paragraphs(draft) == ["Please order the following", "1. The crane\n2. The winch"]


@pytest.mark.parametrize(
    "announced", ["Daftar bernomor.", "Daftar bernomor, ya.", "Sebagai daftar bernomor.", "List nomor aja."]
)
@pytest.mark.parametrize("said", ["Dua kaleng cat. Tali baru.", "Satu, dua kaleng cat. Dua, tali baru."])
def test_lists_are_announced_in_indonesian(announced: str, said: str) -> None:
    draft = only(
        f"Email untuk Tom. Halo Tom, koma. Kami perlu barang berikut. {announced} {said} Selesai daftar.",
        "Terima kasih, Nora. Selesai email.",
        language="id",
    )
    assert paragraphs(draft) == ["Kami perlu barang berikut.", "1. Dua kaleng cat\n2. Tali baru"]


def test_a_sentence_that_speaks_of_a_list_begins_none_in_indonesian() -> None:
    text = "Saya akan kirim daftar bernomor. Mohon diperiksa."
    draft = only(f"Email untuk Tom. Halo Tom, koma. {text}", "Terima kasih, Nora. Selesai email.", language="id")
    assert paragraphs(draft) == [text]


@pytest.mark.parametrize("announced", ["List.", "Numbered list.", "Bullet points."])
def test_entries_that_are_announced_as_numbers_are_numbered(announced: str) -> None:
    call = email(
        f"We need these, colon. {announced} Number one, varnish. Number two, twelve metres of rope. End of list."
    )
    assert "1. Varnish\n2. 12 metres of rope" in paragraphs(call.drafts[0])


@pytest.mark.parametrize("thing", ["the list", "the bullet points", "the last one"])
def test_a_sentence_that_ends_in_the_list_keeps_it(thing: str) -> None:
    (draft,) = email(f"Thank you for {thing}. Full stop. The boat is ready. Full stop.").drafts
    assert paragraphs(draft) == [f"Thank you for {thing}. The boat is ready."]
