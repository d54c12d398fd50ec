"""Logos and signatures: whose they are, what can be embedded, and what becomes of them."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from dictation.errors import InputError
from dictation.home import LOGO, SIGNATURE, Home, find_pictures, init_home, keep_picture
from dictation.model.document import Picture
from tests.home.pictures import BLUE, RED, opened, png_that_says_it_is, save, two_halves
from tests.letters.samples import HART


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return init_home(tmp_path / "home")


@pytest.fixture
def folder(home: Home) -> Path:
    folder = home.clients / HART.key
    folder.mkdir()
    return folder


def logo(home: Home) -> Picture:
    found, _ = find_pictures(home, HART)
    assert found is not None
    return found


def refused(home: Home) -> InputError:
    with pytest.raises(InputError) as raised:
        find_pictures(home, HART)
    assert raised.value.place
    assert raised.value.remedy
    return raised.value


def test_a_client_without_a_folder_has_no_pictures(home: Home) -> None:
    assert find_pictures(home, HART) == (None, None)


@pytest.mark.parametrize("name", ["logo.png", "logo.jpg", "logo.jpeg", "Logo.PNG"])
def test_logo_and_signature_are_found_with_words_for_who_does_not_see_them(home: Home, folder: Path, name: str) -> None:
    save(folder / name)
    save(folder / "signature.png", two_halves("L", (90, 30)))
    found, signature = find_pictures(home, HART)
    assert found
    assert signature
    assert (found.alt, signature.alt) == ("Hart Clockworks", "Imogen Hart")
    assert found.media_type == ("image/png" if name.lower().endswith("png") else "image/jpeg")
    assert (found.width_px, found.height_px, signature.width_px) == (60, 20, 90)


def test_a_client_without_an_organisation_has_the_name_on_the_logo(home: Home, folder: Path) -> None:
    save(folder / "logo.png")
    found, _ = find_pictures(home, replace(HART, organisation=""))
    assert found
    assert found.alt == "Imogen Hart"


@pytest.mark.parametrize(
    ("mode", "becomes"),
    [("1", "L"), ("L", "L"), ("P", "RGB"), ("RGB", "RGB"), ("RGBA", "RGBA"), ("LA", "RGBA")],
)
def test_a_png_keeps_its_pixels(home: Home, folder: Path, mode: str, becomes: str) -> None:
    original = two_halves(mode)
    save(folder / "logo.png", original)
    shown = opened(logo(home).content)
    assert (shown.format, shown.mode) == ("PNG", becomes)
    assert shown.convert("RGBA").tobytes() == original.convert("RGBA").tobytes()


def test_what_is_transparent_in_a_palette_stays_so(home: Home, folder: Path) -> None:
    image = two_halves("P")
    save(folder / "logo.png", image, transparency=image.getpixel((0, 0)))
    shown = opened(logo(home).content)
    assert [shown.getpixel(point)[3] for point in ((5, 5), (55, 5))] == [0, 255]  # type: ignore[index]


def test_a_picture_taken_sideways_is_put_upright(home: Home, folder: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera's right side was up: to be turned a quarter clockwise
    save(folder / "logo.jpg", exif=exif)
    found = logo(home)
    assert (found.width_px, found.height_px) == (20, 60)
    shown = opened(found.content).convert("RGB")
    for point, colour in (((10, 5), RED), ((10, 55), BLUE)):
        got = shown.getpixel(point)
        assert isinstance(got, tuple)
        assert all(abs(a - b) < 12 for a, b in zip(got, colour, strict=True))


@pytest.mark.parametrize("name", ["logo.png", "logo.jpg"])
def test_nothing_that_is_not_seen_goes_into_a_letter(home: Home, folder: Path, name: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Spycam"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    comments = PngImagePlugin.PngInfo()
    comments.add_text("Comment", "secret")
    more = {"pnginfo": comments} if name.endswith("png") else {"comment": "secret", "progressive": True}
    save(folder / name, exif=exif, icc_profile=profile, dpi=(300, 300), **more)
    content = logo(home).content
    assert not {"exif", "icc_profile", "dpi", "Comment", "comment", "progressive"} & opened(content).info.keys()
    assert b"Spycam" not in content
    assert b"secret" not in content


@pytest.mark.parametrize("name", ["logo.png", "logo.jpg"])
def test_the_same_file_gives_the_same_bytes_on_every_day_and_in_every_home(
    home: Home, folder: Path, tmp_path: Path, name: str
) -> None:
    save(folder / name)
    other = init_home(tmp_path / "other")
    copy = other.clients / HART.key / name
    copy.parent.mkdir()
    copy.write_bytes((folder / name).read_bytes())
    os.utime(copy, (0, 0))
    assert logo(home) == logo(other)


def test_a_large_photograph_is_made_as_small_as_it_is_printed(home: Home, folder: Path) -> None:
    save(folder / "logo.png", two_halves(size=(4000, 1000)))
    assert (logo(home).width_px, logo(home).height_px) == (2000, 500)


def test_a_changed_logo_is_taken_up(home: Home, folder: Path) -> None:
    save(folder / "logo.png")
    before = logo(home)
    save(folder / "logo.png", two_halves("L"))
    assert logo(home) != before


@pytest.mark.parametrize("way", ["absolute", "upwards", "another client's", "folder"])
def test_a_link_out_of_the_clients_folder_is_refused(home: Home, tmp_path: Path, way: str) -> None:
    own, other = home.clients / HART.key, home.clients / "mercer"
    save(tmp_path / "logo.png")
    save(other / "logo.png")
    if way == "folder":
        own.symlink_to(other, target_is_directory=True)
    else:
        own.mkdir()
        target = {"absolute": tmp_path / "logo.png", "upwards": Path("../../../logo.png")}.get(way, other / "logo.png")
        (own / "logo.png").symlink_to(target)
    assert "out of the client's own folder" in refused(home).message


def test_a_link_inside_the_folder_and_a_home_behind_a_link_are_followed(
    home: Home, folder: Path, tmp_path: Path
) -> None:
    save(folder / "new-brand.png")
    (folder / "logo.png").symlink_to("new-brand.png")
    (tmp_path / "shortcut").symlink_to(home.path, target_is_directory=True)
    assert logo(Home(path=tmp_path / "shortcut")) == logo(home)


def test_a_link_to_itself_or_to_nothing_is_told(home: Home, folder: Path) -> None:
    (folder / "logo.png").symlink_to("logo.png")
    refused(home)
    (folder / "logo.png").unlink()
    (folder / "logo.png").symlink_to("lost.png")
    refused(home)


def test_of_two_logos_none_is_guessed(home: Home, folder: Path) -> None:
    save(folder / "logo.png")
    save(folder / "logo.jpg")
    assert "logo.jpg, logo.png" in refused(home).message


def test_the_designers_own_files_may_lie_beside_the_logo(home: Home, folder: Path) -> None:
    (folder / "logo.svg").write_text("<svg/>", encoding="utf-8")
    save(folder / "logo.png")
    assert logo(home).width_px == 60


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("logo.svg", b"<svg/>", "no whole PNG or JPEG"),
        ("logo.png", b"", "no whole PNG or JPEG"),
        ("logo.png", b"%PDF-1.7", "no whole PNG or JPEG"),
        ("logo.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "no whole PNG or JPEG"),
        ("logo.png", png_that_says_it_is(400, 400), "no whole PNG or JPEG"),
        ("logo.png", png_that_says_it_is(6000, 6000), "6000 x 6000 pixels"),
        ("logo.png", png_that_says_it_is(60_000, 60_000), "no whole PNG or JPEG"),
        ("logo.png", b"\0" * 8_000_001, "larger than 8 MB"),
    ],
)
def test_what_is_no_picture_for_a_letter_is_told(
    home: Home, folder: Path, name: str, content: bytes, words: str
) -> None:
    (folder / name).write_bytes(content)
    error = refused(home)
    assert words in error.message
    assert error.place == str(folder / name)


@pytest.mark.parametrize(
    ("name", "mode", "options", "words"),
    [
        ("logo.png", "RGB", {"format_": "JPEG"}, "call it logo.jpg"),
        ("logo.jpg", "RGB", {"format_": "PNG"}, "call it logo.png"),
        ("logo.png", "RGB", {"format_": "GIF"}, "no whole PNG or JPEG"),
        ("logo.jpg", "CMYK", {}, "CMYK"),
        ("logo.png", "I;16", {}, "I;16"),
        ("logo.png", "RGB", {"save_all": True, "append_images": [two_halves("RGB").rotate(180)]}, "animated"),
    ],
)
def test_a_picture_that_cannot_be_embedded_is_told(
    home: Home, folder: Path, name: str, mode: str, options: dict[str, object], words: str
) -> None:
    image = two_halves("L" if mode == "I;16" else mode)
    save(folder / name, image.convert("I;16") if mode == "I;16" else image, **options)  # type: ignore[arg-type]
    assert words in refused(home).message


@pytest.mark.parametrize("name", ["logo.png", "logo.jpg"])
def test_a_picture_that_breaks_off_is_refused_not_shown_in_part(home: Home, folder: Path, name: str) -> None:
    content = save(folder / name, two_halves(size=(400, 400))).read_bytes()
    (folder / name).write_bytes(content[: len(content) * 2 // 3])
    assert "no whole PNG or JPEG" in refused(home).message


def test_what_is_no_file_is_not_waited_for(home: Home, folder: Path) -> None:
    os.mkfifo(folder / "logo.png")
    assert "is no file" in refused(home).message


def test_a_kept_picture_takes_the_place_of_the_older_and_only_its_owner_reads_it(home: Home, tmp_path: Path) -> None:
    keep_picture(home, HART.key, LOGO, save(tmp_path / "old.png"))
    keep_picture(home, HART.key, SIGNATURE, save(tmp_path / "hand.jpeg"))
    newer = save(tmp_path / "New.JPG", two_halves(size=(80, 20)))
    keep_picture(home, HART.key, LOGO, newer)
    folder = home.clients / HART.key
    assert sorted(path.name for path in folder.iterdir()) == ["logo.jpg", "signature.jpeg"]
    assert (folder / "logo.jpg").read_bytes() == newer.read_bytes()
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert logo(home).width_px == 80


def test_a_picture_that_cannot_be_embedded_leaves_the_older_in_place(home: Home, tmp_path: Path) -> None:
    keep_picture(home, HART.key, LOGO, save(tmp_path / "old.png"))
    (tmp_path / "new.png").write_bytes(b"GIF89a")
    with pytest.raises(InputError, match="no whole PNG or JPEG"):
        keep_picture(home, HART.key, LOGO, tmp_path / "new.png")
    assert logo(home).width_px == 60
