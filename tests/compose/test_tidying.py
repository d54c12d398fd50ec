"""Dictated lines come out as they were meant, and everything else as it came."""

from __future__ import annotations

import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dictation.compose.language_files import known_languages, load_language
from dictation.compose.repairs import repair
from dictation.compose.tidying import tidy_line
from tests.compose.written import tokens_of


def tidied(line: str, code: str = "en") -> str:
    return tidy_line(line, load_language(code)).text


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("send it on tuesday no wait wednesday", "send it on wednesday"),
        ("Send it on Tuesday, no wait, Wednesday.", "Send it on Wednesday."),
        ("What year did, no wait, which team won the cup?", "Which team won the cup?"),
        ("When was, I mean, where was X born?", "Where was X born?"),
        ("Fifty, no, sixty thousand pounds.", "Sixty thousand pounds."),
        (
            "It comes to two hundred pounds, no, sorry, two hundred and fifty.",
            "It comes to two hundred and fifty pounds.",
        ),
        ("We meet at ten, no, make that half past ten.", "We meet at half past ten."),
        ("Come on Tuesday the third, no, Wednesday the fourth.", "Come on Wednesday the fourth."),
        ("Give it to Ann, sorry, to Ben.", "Give it to Ben."),
        ("Please check her, I mean his, account.", "Please check his account."),
        ("by Friday, or rather Monday", "by Monday"),
        ("We'll deliver on Monday. Sorry, Tuesday.", "We'll deliver on Tuesday."),
        ("Please send six. No, make that eight.", "Please send eight."),
        ("It costs forty pounds. Did I say forty? I meant fourteen.", "It costs fourteen pounds."),
        ("The van is red, or blue rather.", "The van is blue."),
        ("Take the bus – no, the train.", "Take the train."),
        ("The lease ends in June, no, not June, July.", "The lease ends in July."),
        ("in which town are the docks no wait the mills not the docks", "in which town are the mills"),
        ("That is in the north, sorry, I mean the south, of the town.", "That is in the south of the town."),
    ],
)
def test_what_is_taken_back_goes_with_the_words_that_say_so(said: str, meant: str) -> None:
    assert tidied(said) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("on the fourteenth of March, no, the sixteenth.", "on the sixteenth of March."),
        ("We need ten boxes. I mean twelve.", "We need twelve boxes."),
        ("Call on Monday morning, no, Tuesday.", "Call on Tuesday morning."),
        ("What month is the coldest in Oslo no warmest?", "What month is the warmest in Oslo?"),
        ("How many boats were in each harbour or rather how many ships?", "How many ships were in each harbour?"),
    ],
)
def test_a_repair_of_the_beginning_leaves_the_rest(said: str, meant: str) -> None:
    assert tidied(said) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("I I think so", "I think so"),
        ("the uh the house", "the house"),
        ("we were I was going", "I was going"),
        ("I think they I think the firm will pay", "I think the firm will pay"),
        ("it's that's a pity", "that's a pity"),
        ("i smell i smelled smoke", "i smelled smoke"),
        ("Where was when was it built?", "When was it built?"),
        ("Um, we, uh, we cannot pay.", "We cannot pay."),
        ("Can we meet, um?", "Can we meet?"),
        ("I left it on the, er, on the desk.", "I left it on the desk."),
    ],
)
def test_fillers_repeats_and_false_starts_are_left_out(said: str, meant: str) -> None:
    assert tidied(said) == meant


@pytest.mark.parametrize(
    "line",
    [
        "We want not the blue one but the red one.",
        "Please reply no later than Friday.",
        "It is no problem.",
        "I'm sorry for the delay.",
        "I'm sorry, but we cannot accept this.",
        "We actually like it.",
        "By default, no extra boxes are sent.",
        "I would rather wait.",
        "i would rather wait until friday",
        "please wait for me",
        "I mean it.",
        "there is no need to reply",
        "He had had enough, and that that is true hurts.",
        "It was a long, long winter and a very very cold one.",
        "If he has the lock, the lock is his.",
        "Please delete that file from the server.",
        "Values that should be sent are marked.",
        "Call five five five one two.",
        "the grace period ends on monday",
        "A new line of products starts in May.",
        "hati hati di jalan",
    ],
)
def test_ordinary_words_stay(line: str) -> None:
    assert tidied(line, "id" if line.startswith("hati") else "en") == line


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("I like it. I hate it. Scratch that. I love it.", "I like it. I love it."),
        ("send it by friday scratch that by monday", "send it by monday"),
        ("meet me at the pub scratch that meet me at the office", "meet me at the office"),
        ("The roof leaks. The walls are damp. Delete that sentence.", "The roof leaks."),
        ("the roof leaks badly delete the last word", "the roof leaks"),
        ("please order twelve chairs and two tables delete the last three words", "please order twelve chairs"),
        ("the office will be let me start over the office is closed", "the office is closed"),
        ("The meeting is on Tuesday. Change Tuesday to Thursday.", "The meeting is on Thursday."),
        ("Nothing here matches. Change Tuesday to Thursday.", "Nothing here matches. Change Tuesday to Thursday."),
        ("Thank you, comma, new paragraph, the goods have come, full stop.", "Thank you, ¶ The goods have come."),
        ("we leave at six period bring a coat period", "we leave at six. bring a coat."),
        ("He said open quote never close quote and left.", 'He said "never" and left.'),
        ("open bracket see page nine close bracket", "(see page nine)"),
        ("the price dash if you want it dash is low", "the price – if you want it – is low"),
        ("The word is all caps urgent.", "The word is URGENT."),
        ("One kettle. New line. Two mugs.", "One kettle. ↵ Two mugs."),
        ("Bullet point milk, bullet point bread.", "• Milk • Bread."),
        ("it is thirty-five pounds scratch that", ""),
    ],
)
def test_spoken_commands_are_carried_out(said: str, meant: str) -> None:
    assert tidied(said) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("kirim hari selasa eh maaf hari rabu", "kirim hari rabu"),
        ("Rapatnya hari Senin, bukan, hari Selasa.", "Rapatnya hari Selasa."),
        ("Kirim ke Pak Budi, maksud saya Pak Bambang.", "Kirim ke Pak Bambang."),
        ("Harganya lima puluh, eh, enam puluh ribu.", "Harganya enam puluh ribu."),
        ("Pesan dua ratus, ralat, tiga ratus dus.", "Pesan tiga ratus dus."),
        ("Tadi saya bilang merah, bukan merah, tapi biru.", "Tadi saya bilang biru."),
        ("Warnanya bukan merah tapi biru.", "Warnanya bukan merah tapi biru."),
        ("Kami kecewa. Hapus itu. Kami berterima kasih.", "Kami berterima kasih."),
        ("saya saya mau pesan kursi", "saya mau pesan kursi"),
        ("pesan dua meja dan tiga kursi hapus dua kata terakhir", "pesan dua meja dan"),
        ("Kami mohon maaf atas keterlambatan ini.", "Kami mohon maaf atas keterlambatan ini."),
    ],
)
def test_indonesian(said: str, meant: str) -> None:
    assert tidied(said, "id") == meant


def test_what_cannot_be_placed_stays_and_is_told() -> None:
    line = "The varnish is dry, no, sorry, because of the rain."
    result = tidy_line(line, load_language("en"))
    assert (result.text, result.doubtful) == (line, ("no, sorry,",))


PLAIN = "the old house stands near one river and our friends sold bread to every traveller from Leeds on Monday".split()
ANY = (
    "no sorry, wait I mean actually scratch that delete the last two words. um uh the a Tuesday, Wednesday. six "
    "thirty-five comma full stop new paragraph, bullet point all caps what did why was - – . , change to or rather not "
    "but make it open quote close we we're i had had X's third of March"
).split()


@given(st.lists(st.sampled_from(PLAIN), unique=True, min_size=1))
def test_text_in_which_nothing_is_taken_back_comes_out_unchanged(words: list[str]) -> None:
    for line in (" ".join(words), " ".join(words) + "."):
        assert tidied(line) == line


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(ANY), max_size=40), st.sampled_from(sorted(known_languages())))
def test_no_word_is_invented(words: list[str], code: str) -> None:
    def counted(line: str) -> Counter[str]:
        parts = line.replace("-", " ").casefold().split()
        return Counter(word for part in parts if (word := "".join(filter(str.isalnum, part))))

    line = " ".join(words)
    made = tidied(line, code)
    assert "\n" not in made
    assert counted(made) <= counted(line)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_any_line_can_be_tidied(line: str) -> None:
    tidied(line)


@pytest.mark.parametrize(
    "sample", ["we will send it on tuesday no wait wednesday or um rather ", "Well, no, sorry, I mean "]
)
def test_a_long_text_is_repaired_in_a_moment(sample: str) -> None:
    language = load_language("en")
    tokens = tokens_of(sample * (10_000 // len(sample.split())), language)
    repair(tokens[:500], language, {})
    begun = time.perf_counter()
    repair(tokens, language, {})
    assert time.perf_counter() - begun < 4  # quadratic it would take minutes
