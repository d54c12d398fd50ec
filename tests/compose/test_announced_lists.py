"""Lists that are announced, however their entries are parted and however they end."""

from __future__ import annotations

import pytest

from tests.compose.drafts import email, paragraphs

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
