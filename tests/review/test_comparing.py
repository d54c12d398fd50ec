"""A comparison of two drafts tells what changed, all of it and no more."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from dictation.model.draft import Draft
from dictation.review import Change, compare
from dictation.review.text_form import plain_text
from tests.review.test_text_form import LETTER, edited
from tests.strategies import drafts


@given(drafts(), drafts())
def test_without_what_came_it_is_the_old_text_and_without_what_went_the_new(old: Draft, new: Draft) -> None:
    runs = compare(old, new)
    assert "".join(run.text for run in runs if run.change is not Change.ADDED) == plain_text(old)
    assert "".join(run.text for run in runs if run.change is not Change.REMOVED) == plain_text(new)


@given(drafts())
def test_nothing_changed_is_told_as_nothing(draft: Draft) -> None:
    assert {run.change for run in compare(draft, replace(draft, flags=()))} == {Change.SAME}


def test_a_word_is_told_and_not_its_sentence() -> None:
    new = edited(LETTER, ("forty blankets", "fourteen blankets"), ("Urgent: no", "Urgent: yes"))
    assert [(run.change, run.text) for run in compare(LETTER, new) if run.change is not Change.SAME] == [
        (Change.REMOVED, " no"),
        (Change.ADDED, " yes"),
        (Change.REMOVED, " forty"),
        (Change.ADDED, " fourteen"),
    ]
