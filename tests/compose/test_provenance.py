"""Nothing in a draft that was not said, nothing said that is neither in a draft nor listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from dictation.model.draft import Correspondence, Draft, Piece
from tests.compose.calls import compose, transcript

WORDS = (
    "email letter to Gareth Pike Helen dear subject comma, period. full stop. new paragraph. bullet, number one, two "
    "hundred and fifty pounds third of March scratch that. end of email. regards, Nora copy um no sorry open quote "
    "close bracket dash half past nine a.m. at dot example com oh four seven the a of cancel letter. same invite "
    "Thursday hour attach enclosed is attached send it tomorrow urgent. Okay. B A one percent April first, twenty six"
).split()


def pieces(draft: Draft) -> Iterator[Piece]:
    texts = [draft.subject, draft.salutation, draft.closing, *draft.enclosures]
    texts += [line for paragraph in draft.body for line in paragraph.lines]
    for text in texts:
        yield from text.pieces


def accounted(correspondence: Correspondence) -> Counter[int]:
    in_drafts = {word for draft in correspondence.drafts for piece in pieces(draft) for word in piece.words}
    return Counter(in_drafts) + Counter(word for left in correspondence.left_out for word in left.words)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=60))
def test_any_sequence_of_words_composes_and_every_word_is_accounted_for_once(words: list[str]) -> None:
    call = " ".join(words)
    correspondence = compose(call)
    assert accounted(correspondence) == Counter(range(len(transcript(call).words)))


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.text(alphabet=st.characters(exclude_categories=["Z", "C"]), min_size=1, max_size=8), min_size=1, max_size=20
    )
)
def test_words_of_any_script_compose(words: list[str]) -> None:
    correspondence = compose("An email to Helen. " + " ".join(words))
    assert sum(accounted(correspondence).values()) == 4 + len(words)


def test_each_piece_points_at_the_words_it_was_made_of() -> None:
    call = "An email to Tom. Hi Tom, comma. The bill is three hundred pounds, comma, sadly. Full stop. Thanks, Nora."
    heard = transcript(call).words
    draft = compose(call).drafts[0]
    (amount,) = [piece for piece in pieces(draft) if "£300" in piece.text]
    assert [heard[word].text for word in amount.words] == ["three", "hundred", "pounds,"]
    assert (amount.start_ms, amount.end_ms) == (heard[amount.words[0]].start_ms, heard[amount.words[-1]].end_ms)


def test_text_without_speech_behind_it_is_marked_with_its_rule() -> None:
    draft = compose("An email to Tom. Hi Tom. The bill is here. Thanks, Nora. End of email.").drafts[0]
    silent = [(piece.text, piece.rule) for piece in pieces(draft) if not piece.words]
    assert silent == [(",", "salutation-mark"), (",", "closing-mark")]
