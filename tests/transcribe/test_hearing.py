"""What is made of a text that Whisper should not have written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dictation.errors import EngineError
from dictation.model.transcript import MarkKind
from dictation.transcribe import Vocabulary
from dictation.transcribe.engine import Heard, Samples, Stretch
from dictation.transcribe.whisper.faults import find_loop
from dictation.transcribe.whisper.network import LANGUAGES, Written
from tests.transcribe.scripted import Asked, ScriptedNetwork, stretch, written

SENTENCE = "Please send the revised drawings to the builder before Thursday noon"


def hear(
    network: ScriptedNetwork,
    stretches: Sequence[Stretch],
    *,
    language: str | None = "en",
    also: Sequence[str] = (),
    vocabulary: Vocabulary | None = None,
) -> list[Heard]:
    engine = network.engine()
    return list(engine.recognise(stretches, language=language, also=also, vocabulary=vocabulary or Vocabulary()))


def text(heard: Heard) -> str:
    return " ".join(word.text for word in heard.words)


def kinds(heard: Heard) -> list[MarkKind]:
    return [mark.kind for mark in heard.marks]


def test_what_is_well_heard_is_heard_once_and_not_marked() -> None:
    network = ScriptedNetwork(says=lambda _: written(SENTENCE))
    (heard,) = hear(network, [stretch(1, 5000, 10)])
    assert text(heard) == SENTENCE
    assert not heard.marks
    assert len(network.asked) == 1


def test_both_sides_are_recognised_in_one_batch_and_each_in_windows_of_its_own() -> None:
    network = ScriptedNetwork(says=lambda _: written(SENTENCE))
    speech = [stretch(n, n * 10_000, 9, channel=n % 2) for n in range(12)]
    hear(network, speech)
    (batch,) = network.batches
    assert [asked.voices for asked in batch] == [(0, 2, 4), (1, 3, 5), (6, 8, 10), (7, 9, 11)]


def test_a_loop_is_heard_again_at_a_higher_temperature() -> None:
    def says(asked: Asked) -> Written:
        return written("and then " * 40 if asked.temperature == 0 else SENTENCE)

    network = ScriptedNetwork(says=says)
    (heard,) = hear(network, [stretch(1, 0, 10)])
    assert text(heard) == SENTENCE
    (mark,) = heard.marks
    assert mark.kind is MarkKind.RETRIED
    assert "and then and then" in mark.detail
    assert (mark.start_ms, mark.end_ms) == (0, 10_000)


def test_a_loop_that_stays_is_written_once_and_told() -> None:
    network = ScriptedNetwork(says=lambda _: written("We agreed on the price. " + "Thank you very much. " * 20))
    (heard,) = hear(network, [stretch(1, 0, 10)])
    assert text(heard) == "We agreed on the price. Thank you very much."
    assert set(kinds(heard)) == {MarkKind.UNSURE, MarkKind.REPEATED}
    told = next(mark.detail for mark in heard.marks if mark.kind is MarkKind.REPEATED)
    assert "20 times" in told
    assert "Thank you very much." in told
    assert [asked.temperature for asked in network.asked] == [0, 0.2, 0.4]


def test_words_the_network_does_not_believe_in_are_kept_and_marked_when_they_stay_so() -> None:
    network = ScriptedNetwork(says=lambda asked: written(SENTENCE, likely=-1.4 + asked.temperature / 10))
    (heard,) = hear(network, [stretch(1, 0, 10)])
    assert text(heard) == SENTENCE
    assert kinds(heard) == [MarkKind.UNSURE]


def test_more_words_than_anybody_says_are_heard_again() -> None:
    def says(asked: Asked) -> Written:
        many = " ".join(f"word{n}" for n in range(40))
        return written(many if asked.temperature == 0 else "Yes, please.", 2.0)

    (heard,) = hear(ScriptedNetwork(says=says), [stretch(1, 0, 2)])
    assert text(heard) == "Yes, please."
    assert kinds(heard) == [MarkKind.RETRIED]


@pytest.mark.parametrize(
    ("invented", "language"),
    [
        (written("Thank you for watching."), "en"),
        (written("Terima kasih telah menonton!"), "id"),
        (written("Dear all the best", likely=-1.5, no_speech=0.9), "en"),
    ],
)
def test_what_is_written_where_nobody_speaks_is_taken_out_and_told(invented: Written, language: str) -> None:
    (heard,) = hear(ScriptedNetwork(says=lambda _: invented), [stretch(1, 0, 3)], language=language)
    assert not heard.words
    assert [(mark.kind, mark.detail) for mark in heard.marks] == [(MarkKind.INVENTED, invented.text.strip())]


def test_a_thank_you_that_is_dictated_stays() -> None:
    said = "Thank you for watching over the site while I was away."
    (heard,) = hear(ScriptedNetwork(says=lambda _: written(said, 4)), [stretch(1, 0, 4)])
    assert text(heard) == said
    assert not heard.marks


def test_an_echo_of_the_names_to_listen_for_is_heard_again_without_them() -> None:
    vocabulary = Vocabulary(names=("Ann Reed", "Owen Marsh", "Lena Fox"), terms=("Marsh Joinery",))

    def says(asked: Asked) -> Written:
        return written(f"{asked.prompt} And so on." if asked.prompt else SENTENCE)

    network = ScriptedNetwork(says=says)
    (heard,) = hear(network, [stretch(1, 0, 10)], vocabulary=vocabulary)
    assert text(heard) == SENTENCE
    (mark,) = heard.marks
    assert mark.kind is MarkKind.ECHOED
    assert "ann reed marsh joinery owen marsh lena fox" in mark.detail
    assert network.asked[-1].prompt == ""


def test_names_that_are_dictated_are_no_echo() -> None:
    vocabulary = Vocabulary(names=("Ann Reed", "Owen Marsh", "Lena Fox"))
    said = "An email to Ann Reed, copy Lena Fox and Owen Marsh."
    network = ScriptedNetwork(says=lambda _: written(said))
    (heard,) = hear(network, [stretch(1, 0, 10)], vocabulary=vocabulary)
    assert text(heard) == said
    assert not heard.marks


def test_a_window_knows_nothing_of_the_text_before() -> None:
    network = ScriptedNetwork(says=lambda _: written(SENTENCE, 25))
    hear(network, [stretch(n, n * 30_000, 25) for n in range(20)], vocabulary=Vocabulary(names=("Ann Reed",)))
    assert {asked.prompt for asked in network.asked} == {"Ann Reed."}


def test_the_likeliest_names_go_into_the_prompt_and_no_more_than_fit() -> None:
    network = ScriptedNetwork(says=lambda _: written(SENTENCE))
    names = tuple(f"Number {n}" for n in range(500))
    hear(network, [stretch(1, 0, 10)], vocabulary=Vocabulary(names=names, terms=("Parker Glass",)))
    asked = network.asked[0].prompt
    assert asked.startswith("Number 0, Parker Glass, Number 1, Number 2, ")
    assert 200 < len(asked.split()) <= 223


def test_english_in_an_indonesian_call_is_heard_as_english() -> None:
    network = ScriptedNetwork(says=lambda asked: written(f"in {asked.language}"), spoken={1: "id", 2: "en", 3: "id"})
    heard = hear(network, [stretch(n, n * 10_000, 8) for n in (1, 2, 3)], language="id", also=("en",))
    by_start = {each.stretch.start_ms: each for each in heard}
    assert [by_start[n * 10_000].language for n in (1, 2, 3)] == ["id", "en", "id"]
    assert [text(by_start[n * 10_000]) for n in (1, 2, 3)] == ["in id", "in en", "in id"]


def test_only_languages_that_may_be_spoken_are_chosen() -> None:
    network = ScriptedNetwork(says=lambda _: written(SENTENCE), spoken={1: "ms"})
    (heard,) = hear(network, [stretch(1, 0, 10)], language="id", also=("en",))
    assert heard.language == "id"


def test_a_language_that_is_not_certain_is_marked() -> None:
    class Torn(ScriptedNetwork):
        def languages(self, encoded: list[object]) -> list[dict[str, float]]:  # type: ignore[override]
            return [{"id": 0.5, "en": 0.45, "ms": 0.05} for _ in encoded]

    (heard,) = hear(Torn(says=lambda _: written(SENTENCE)), [stretch(1, 0, 10)], language="id", also=("en",))
    assert heard.language == "id"
    assert kinds(heard) == [MarkKind.LANGUAGE]


def test_without_a_language_the_recogniser_finds_out() -> None:
    network = ScriptedNetwork(says=lambda _: written(SENTENCE), spoken={1: "id"})
    (heard,) = hear(network, [stretch(1, 0, 10)], language=None)
    assert heard.language == "id"


def test_an_english_model_hears_english() -> None:
    network = ScriptedNetwork(says=lambda _: written(SENTENCE), multilingual=False)
    (heard,) = hear(network, [stretch(1, 0, 10)], language=None)
    assert (heard.language, network.asked[0].language) == ("en", "en")


@pytest.mark.parametrize("second", ["", "Thank you for watching."])
def test_a_second_hearing_that_hears_nobody_does_not_take_words_away(second: str) -> None:
    def says(asked: Asked) -> Written:
        return written(SENTENCE, likely=-1.2) if asked.temperature == 0 else written(second)

    (heard,) = hear(ScriptedNetwork(says=says), [stretch(1, 0, 10)])
    assert text(heard) == SENTENCE
    assert kinds(heard) == [MarkKind.UNSURE]


def test_after_an_echo_no_hearing_has_the_names_again() -> None:
    vocabulary = Vocabulary(names=("Ann Reed", "Owen Marsh", "Lena Fox"))

    def says(asked: Asked) -> Written:
        return written(asked.prompt or SENTENCE, likely=-0.2 if asked.prompt else -1.3)

    network = ScriptedNetwork(says=says)
    (heard,) = hear(network, [stretch(1, 0, 10)], vocabulary=vocabulary)
    assert text(heard) == SENTENCE
    assert {asked.prompt for asked in network.asked[1:]} == {""}


def test_a_long_name_of_a_firm_is_no_echo() -> None:
    vocabulary = Vocabulary(names=("Ann Reed",), terms=("Northern Light Boat Builders",))
    said = "I have heard from Northern Light Boat Builders that the mast is late."
    (heard,) = hear(ScriptedNetwork(says=lambda _: written(said)), [stretch(1, 0, 10)], vocabulary=vocabulary)
    assert text(heard) == said
    assert not heard.marks


def test_a_window_whose_language_turns_out_to_be_another_is_heard_in_that() -> None:
    class Late(ScriptedNetwork):
        def languages(self, encoded: list[Samples]) -> list[Mapping[str, float]]:
            joined = len({float(sample) for window in encoded for sample in window[::1600]}) > 1 and len(encoded) == 1
            return [{"id": 0.55, "en": 0.45} if joined else {"en": 0.98, "id": 0.02} for _ in encoded]

    network = Late(says=lambda asked: written(f"in {asked.language}"))
    heard = hear(network, [stretch(n, n * 10_000, 8) for n in (1, 2)], language="id", also=("en",))
    assert {each.language for each in heard} == {"en"}
    assert all("id" not in text(each) for each in heard)


def test_a_language_that_whisper_does_not_know_is_told() -> None:
    network = ScriptedNetwork(says=lambda _: written(SENTENCE))
    with pytest.raises(EngineError, match="no language 'xx'"):
        hear(network, [stretch(1, 0, 10)], language="xx")
    network.multilingual = False
    with pytest.raises(EngineError, match="English only"):
        hear(network, [stretch(1, 0, 10)], language="de")


def test_the_languages_are_those_of_whisper() -> None:
    from whisper.tokenizer import LANGUAGES as THEIRS  # noqa: PLC0415 - heavy

    assert set(THEIRS) - LANGUAGES == {"yue"}  # which only the latest models know
    assert set(THEIRS) >= LANGUAGES


def test_a_number_read_out_figure_by_figure_keeps_its_noughts() -> None:
    said = "The account is zero zero zero zero zero zero zero zero four two."
    (heard,) = hear(ScriptedNetwork(says=lambda _: written(said)), [stretch(1, 0, 10)])
    assert text(heard) == said


def test_doubts_stand_where_there_are_words_and_not_in_every_stretch_of_a_window() -> None:
    network = ScriptedNetwork(says=lambda _: written(SENTENCE, 5, likely=-1.5))
    heard = {each.stretch.start_ms: each for each in hear(network, [stretch(1, 0, 8), stretch(2, 60_000, 8)])}
    assert kinds(heard[0]) == [MarkKind.UNSURE]
    assert not heard[60_000].marks


@given(st.lists(st.sampled_from("abc"), max_size=30))
def test_a_loop_is_what_follows_on_itself(words: list[str]) -> None:
    loop = find_loop(words)
    if loop is None:
        assert "".join(words).find("a" * 8) == -1
        assert not any(words[at : at + 3] * 3 == words[at : at + 9] for at in range(len(words) - 8))
    else:
        phrase = words[loop.first : loop.first + loop.length]
        assert words[loop.first : loop.end] == phrase * loop.times
        assert loop.times >= 3


@pytest.mark.parametrize(
    "said",
    [
        "No, no, no, that is wrong.",
        "The code is nine nine nine nine.",
        "New line, new line, new line.",
        "It was very, very, very, very good.",
    ],
)
def test_what_people_repeat_is_no_loop(said: str) -> None:
    assert find_loop(said.split()) is None
