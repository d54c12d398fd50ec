"""Undoing and redoing lead where a person expects, though every step is a revision of its own."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dictation.review import steps


@given(st.lists(st.sampled_from(["change", "undo", "redo"]), max_size=30))
def test_undo_and_redo_go_through_the_texts_as_in_any_editor(wishes: list[str]) -> None:
    """Beside an editor that keeps two stacks of texts."""
    revisions: list[tuple[str, int | None]] = [("text 0", None)]
    before: list[str] = []
    after: list[str] = []
    for number, wish in enumerate(wishes, 1):
        now = revisions[-1][0]
        places = steps(restored for _, restored in revisions)
        assert revisions[places.now - 1][0] == now
        assert ((places.back is None), (places.forth is None)) == (not before, not after)
        if wish == "change":
            before, after = [*before, now], []
            revisions.append((f"text {number}", None))
        elif wish == "undo" and places.back is not None:
            after.append(now)
            assert revisions[places.back - 1][0] == before.pop()
            revisions.append((revisions[places.back - 1][0], places.back))
        elif wish == "redo" and places.forth is not None:
            before.append(now)
            assert revisions[places.forth - 1][0] == after.pop()
            revisions.append((revisions[places.forth - 1][0], places.forth))
