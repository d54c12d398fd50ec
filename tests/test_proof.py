"""The proof sheet in a browser: read, heard and gone through with the keyboard, without a network."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from dictation import pipeline
from dictation.model.draft import (
    LeftOut,
    LeftOutReason,
)
from tests.proof_sheets import EVIL, LEFT_OUT, opened, proof_of
from tests.transcribe.sounds import tone, write

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@dataclass(frozen=True, kw_only=True)
class Visit:
    """A page with all that it asked for and complained of."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        found: float = self.page.evaluate("document.querySelector('audio').currentTime")
        return found

    def wait(self, condition: str) -> None:
        """Wait until a condition on ``audio`` is met."""
        self.page.wait_for_function(f"() => {{ const audio = document.querySelector('audio'); return {condition}; }}")

    def heard_from(self, selector: str) -> float:
        """Click, wait until the sound plays, and tell from which second."""
        self.page.evaluate(
            "() => { window.playing = new Promise(done => document.querySelector('audio')"
            ".addEventListener('playing', event => done(event.target.currentTime), {once: true})); }"
        )
        self.page.click(selector)
        found: float = self.page.evaluate("window.playing")
        return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="the package playwright is not installed")
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Debian's package chromium is not installed")
    with sync_api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sheet of two drafts from a recording of 20 seconds, two sides."""
    folder = tmp_path_factory.mktemp("proof")
    recording = write(folder / "call.flac", tone(20), tone(20, 880))
    return proof_of(folder, recording)


@pytest.fixture
def visit(browser: Browser, sheet: Path) -> Iterator[Visit]:
    page = browser.new_page()
    visit = Visit(page=page)
    page.on("request", lambda request: visit.requests.append(request.url))
    page.on("console", lambda message: visit.complaints.append(message.text))
    page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    page.goto(sheet.as_uri())
    visit.wait("audio.readyState >= 3")
    yield visit
    page.close()
    assert visit.complaints == []
    assert {url.partition(":")[0] for url in visit.requests} <= {"file", "data"}


SECOND = ".sentence:has-text('It is heavy.')"


def test_a_clicked_sentence_is_heard_from_its_start_and_marked(visit: Visit) -> None:
    assert visit.heard_from(SECOND) == pytest.approx(10, abs=0.3)
    visit.page.wait_for_selector(f"{SECOND}[aria-current]")
    assert visit.page.locator("[aria-current]").count() == 1


def test_the_mark_moves_with_the_sound(visit: Visit) -> None:
    visit.page.click(SECOND)
    visit.page.evaluate("document.querySelector('audio').currentTime = 13.8")
    visit.page.wait_for_selector(".sentence[aria-current]:has-text('Mind')")


def test_a_flag_leads_to_its_words_and_its_clip_which_ends_by_itself(visit: Visit) -> None:
    flag = visit.page.locator(".flags li").first
    assert visit.heard_from(".flags .clip") == pytest.approx(6, abs=0.3)
    visit.wait("audio.paused")
    assert visit.seconds == pytest.approx(9, abs=0.5)
    flag.get_by_text("Go to the words").click()
    target = visit.page.locator(":target")
    assert target.text_content() == "The crate costs £300."
    assert target.evaluate("each => document.activeElement === each")


def test_speech_in_no_draft_is_told_with_its_reason_and_played(visit: Visit) -> None:
    told = [" ".join(each.split()) for each in visit.page.locator(".left-out li").all_inner_texts()]
    assert told == ["Hear 0:00 other speaker: Morning.", "Hear 0:17 chat: Bye now"]
    assert visit.heard_from(".left-out li:last-child .clip") == pytest.approx(17, abs=0.3)


def test_the_waveform_shows_both_sides_and_plays_where_it_is_clicked(visit: Visit) -> None:
    assert visit.page.locator(".wave svg").count() == 2
    box = visit.page.locator(".wave").bounding_box()
    assert box is not None
    visit.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 5)
    visit.wait("!audio.paused")
    assert visit.seconds == pytest.approx(10, abs=0.5)


def test_words_heard_stand_beside_words_written_with_their_differences(visit: Visit) -> None:
    row = visit.page.locator(".row", has_text="£300")
    assert row.locator(".paper ins").all_inner_texts() == ["£300."]
    assert row.locator(".heard del").all_inner_texts() == ["three hundred pounds.", "um"]
    assert row.locator("del").first.evaluate("each => getComputedStyle(each, '::before').content") == '"["'


def test_the_words_of_the_draft_are_in_it_once(visit: Visit) -> None:
    paper = visit.page.locator("#draft-1 .paper").all_inner_texts()
    assert " ".join(paper).count("It is heavy.") == 1
    assert visit.page.locator("#draft-2 .paper").first.inner_text() == "Subject: crate"


def test_what_was_said_or_named_is_text_and_never_markup(visit: Visit) -> None:
    assert EVIL in visit.page.inner_text("#draft-1 .rows")
    assert EVIL in visit.page.inner_text("nav")
    assert visit.page.evaluate("window.hacked") is None
    assert visit.page.locator("img, i").count() == 0


@pytest.mark.parametrize(
    ("directive", "attempt"),
    [
        ("img-src", "new Image().src = 'http://127.0.0.1:9/'"),
        ("connect-src", "fetch('http://127.0.0.1:9/').catch(() => 0)"),
        ("script-src-elem", "document.body.append(Object.assign(document.createElement('script'), {text: 'hacked'}))"),
        ("script-src-attr", "document.body.setAttribute('onclick', 'hacked')"),
    ],
)
def test_even_markup_that_slipped_in_could_do_nothing(
    browser: Browser, sheet: Path, directive: str, attempt: str
) -> None:
    page = browser.new_page()
    page.goto(sheet.as_uri())
    refused = page.evaluate(
        "() => new Promise(done => { document.addEventListener('securitypolicyviolation',"
        f" event => done(event.effectiveDirective)); {attempt}; }})"
    )
    assert refused == directive
    page.close()


UNCOVERED = """() => {
  const [line] = document.activeElement.getClientRects();
  const top = document.elementFromPoint(line.left + line.width / 2, line.top + line.height / 2);
  return document.activeElement.contains(top);
}"""


def test_everything_is_reached_with_tab_in_the_order_of_reading_and_is_seen(visit: Visit) -> None:
    page = visit.page
    page.emulate_media(reduced_motion="reduce")
    expected = page.evaluate("[...document.querySelectorAll('input, a')].map(each => each.outerHTML)")
    reached = []
    for _ in range(len(expected) + 20):
        page.keyboard.press("Tab")
        element = page.evaluate("document.activeElement.matches('input, a') ? document.activeElement.outerHTML : ''")
        if element:
            reached.append(element)
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
            assert page.evaluate(UNCOVERED), element
        elif reached and page.evaluate("document.activeElement === document.body"):
            break
    assert reached == expected


def test_keys_walk_the_sentences_and_play_them(visit: Visit) -> None:
    page = visit.page
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert focused(page) == "It is heavy."
    page.keyboard.press("k")
    assert focused(page) == "The crate costs £300."
    page.keyboard.press("Enter")
    visit.wait("!audio.paused")
    assert visit.seconds == pytest.approx(4, abs=0.5)
    page.keyboard.press("Space")
    visit.wait("audio.paused")
    page.keyboard.press("Space")
    visit.wait("!audio.paused")


def test_the_keys_can_be_switched_off(visit: Visit) -> None:
    """Letters as keys disturb those who speak to their computer (WCAG 2.1.4)."""
    visit.page.uncheck("#keys")
    visit.page.evaluate("document.activeElement.blur()")
    visit.page.keyboard.press("j")
    assert visit.page.evaluate("document.activeElement === document.body")


def focused(page: Page) -> str:
    found: str = page.evaluate("document.activeElement.textContent")
    return found


CONTRASTS = """
() => {
  const luminance = ([r, g, b]) => [r, g, b].map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const ground = (element) => {
    const colour = numbers(getComputedStyle(element).backgroundColor);
    return colour[3] === 0 ? ground(element.parentElement) : colour;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (walker.currentNode.data.trim() && element.checkVisibility() && !element.closest("script, noscript")) {
      const [dark, light] = [numbers(getComputedStyle(element).color), ground(element)]
        .map(luminance).sort((a, b) => a - b);
      found.push([(light + 0.05) / (dark + 0.05), walker.currentNode.data.trim()]);
    }
  }
  return found;
}
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_the_contrast_of_wcag_aa(visit: Visit, scheme: str) -> None:
    visit.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    visit.page.click(SECOND)
    visit.page.wait_for_selector("[aria-current]")
    contrasts: list[tuple[float, str]] = visit.page.evaluate(CONTRASTS)
    assert len(contrasts) > 40
    assert [each for each in contrasts if each[0] < 4.5] == []


def test_nothing_moves_for_those_who_want_no_motion(visit: Visit) -> None:
    smooth = "getComputedStyle(document.documentElement).scrollBehavior"
    visit.page.emulate_media(reduced_motion="no-preference")
    assert visit.page.evaluate(smooth) == "smooth"
    visit.page.emulate_media(reduced_motion="reduce")
    assert visit.page.evaluate(smooth) == "auto"


def test_paper_has_all_text_and_no_player(visit: Visit) -> None:
    visit.page.emulate_media(media="print")
    assert not visit.page.is_visible(".player")
    for shown in (*visit.page.locator(".sentence").all(), *visit.page.locator(".said, .left-out li").all()):
        assert shown.is_visible()


def test_a_telephone_shows_the_page_without_scrolling_sideways(visit: Visit) -> None:
    visit.page.set_viewport_size({"width": 320, "height": 640})
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_landmarks_headings_language_and_title(visit: Visit) -> None:
    page = visit.page
    assert page.title() == "Proof sheet: drafts 1, 2"
    assert page.get_attribute("html", "lang") == "en"
    assert page.get_attribute("#draft-1 .paper", "lang") == "en-GB"
    for landmark in ("banner", "navigation", "main"):
        assert page.get_by_role(landmark).count() == 1
    assert [page.locator(f"h{level}").count() for level in (1, 2, 3)] == [1, 1, 3]
    assert page.get_by_role("article", name="Draft 1: letter").count() == 1


def test_of_a_call_of_hours_the_parts_around_the_drafts_are_in_the_page(browser: Browser, tmp_path: Path) -> None:
    """The last sentence was dictated an hour after the others: 24 s of sound before its part, 10 s of margin in it."""
    recording = write(tmp_path / "long.flac", np.zeros(5500 * 8000, dtype=np.float32), rate=8000)
    aside = LeftOut(reason=LeftOutReason.CHAT, text="Rain?", words=(), start_ms=1_800_000, end_ms=1_801_000)
    page = browser.new_page()
    page.goto(proof_of(tmp_path, recording, pause_ms=3_600_000, left_out=(*LEFT_OUT, aside)).as_uri())
    visit = Visit(page=page)
    visit.wait("audio.readyState >= 3")
    assert page.evaluate("document.querySelector('audio').duration") == pytest.approx(47, abs=0.2)
    assert "The call is 1:31:40 long; the 0:47 around these drafts can be heard here." in page.inner_text("main")
    assert visit.heard_from("#draft-1 .sentence:has-text('Mind')") == pytest.approx(34, abs=0.3)
    page.wait_for_selector("#draft-1 .sentence[aria-current]:has-text('Mind')")
    assert page.locator(".left-out li").count() == 3
    assert page.locator(".left-out a").count() == 2, "what was said half an hour from any draft has its time alone"
    page.close()


def test_without_its_recording_the_page_says_so(browser: Browser, tmp_path: Path) -> None:
    recording = write(tmp_path / "call.flac", tone(20))
    proof_of(tmp_path, recording)
    for change, told in ((None, "is another file"), (b"", "is no longer in")):
        recording.write_bytes(b"other") if change is None else recording.unlink()
        with opened(tmp_path) as workspace:
            written = pipeline.proof(workspace, (1,), tmp_path / "proof.html")
        assert told in written.silent[0]
        page = browser.new_page()
        page.goto(written.path.as_uri())
        assert told in page.inner_text(".silence")
        assert page.locator("audio, a[data-start]").count() == 0
        page.keyboard.press("j")
        assert focused(page) == "Dear Rosa,"
        page.close()
