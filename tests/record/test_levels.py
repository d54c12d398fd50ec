from __future__ import annotations

from dictation.record.levels import SilenceWatch

SPEECH, HISS = 0.2, 0.0005


def test_a_side_that_was_heard_may_be_silent_for_a_minute_and_is_warned_of_every_minute_then() -> None:
    watch = SilenceWatch(("client", "secretary"))
    assert not list(watch.hear((SPEECH, SPEECH), 100))
    told = [event for _ in range(1900) for event in watch.hear((SPEECH, HISS), 100)]
    for event, seconds in zip(told, (60, 120, 180), strict=True):
        assert f"secretary for {seconds} seconds" in event.text
        assert event.loud
    (event,) = watch.hear((HISS, SPEECH), 100)
    assert "secretary is heard" in event.text
    assert not event.loud
