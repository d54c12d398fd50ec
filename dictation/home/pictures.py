"""Logos and signatures: from the client's own folder, checked, and made into what every writer can embed."""

from __future__ import annotations

import io
import tempfile
import warnings
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dictation.errors import InputError
from dictation.home.own_files import require_own
from dictation.home.workspace import Home
from dictation.model.document import Picture
from dictation.model.people import Client

if TYPE_CHECKING:
    from PIL import Image

LOGO = "logo"
SIGNATURE = "signature"

_MOST_BYTES = 8_000_000
_MOST_PIXELS = 30_000_000
"""What a telephone's camera makes of a signature; a few kilobytes can unpack to far more."""
_LONGEST_PX = 2_000
"""Of a side as it is embedded: 600 dots an inch on a picture 85 mm wide."""
_SUFFIXES = {"PNG": (".png",), "JPEG": (".jpg", ".jpeg")}
_MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg"}
_SAVING: dict[str, dict[str, Any]] = {
    "PNG": {},
    # Baseline, with the colours of every pixel: thin lines of a signature stay sharp.
    "JPEG": {"quality": 95, "subsampling": 0, "progressive": False},
}
_MODES = {"1", "L", "LA", "P", "PA", "RGB", "RGBA"}
"""What Pillow calls pictures of at most 8 bits, grey or of red, green and blue."""


def find_pictures(home: Home, client: Client) -> tuple[Picture | None, Picture | None]:
    """The client's logo and signature, each None where there is no such file.

    They are ``logo`` and ``signature`` with the suffix .png, .jpg or .jpeg in the client's own folder. They come
    upright, in grey, RGB or RGBA of 8 bits a channel, and without metadata; the same file gives the same bytes every
    time.

    Raises:
        InputError: There are two of one, one leads out of the folder, or cannot be embedded.
    """
    logo, signature = _find(home, client.key, LOGO), _find(home, client.key, SIGNATURE)
    return (
        _picture(logo, alt=client.organisation or client.name) if logo else None,
        _picture(signature, alt=client.name) if signature else None,
    )


def keep_picture(home: Home, key: str, name: str, source: Path) -> None:
    """Copy a logo or a signature into the client's folder, in place of an older one; only its owner may read it.

    Raises:
        InputError: It cannot be embedded, or the folder is a link, or cannot be written to.
    """
    content = _read(source)
    _decode(source, content)
    folder = home.clients / key
    target = folder / f"{name}{source.suffix.lower()}"
    if folder.is_symlink():
        raise InputError(
            f"the client's folder is a link to {folder.readlink()}", place=str(folder), remedy="make a folder of it"
        )
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".writing-") as beside:
            partial = Path(beside) / target.name
            partial.touch(0o600)
            partial.write_bytes(content)
            partial.replace(target)
        for older in _candidates(folder, name):
            if not older.samefile(target):
                older.unlink()
    except OSError as exc:
        raise InputError(
            f"the {name} cannot be kept: {exc.strerror}", place=str(folder), remedy="make the folder writable"
        ) from exc


def _find(home: Home, key: str, name: str) -> Path | None:
    folder = home.clients / key
    try:
        candidates = _candidates(folder, name)
        own = [require_own(home, key, path) for path in candidates]
    except (OSError, RuntimeError) as exc:  # a link to itself is a RuntimeError up to Python 3.12
        raise InputError(
            f"the {name} cannot be looked for: {exc}", place=str(folder), remedy="mend the folder"
        ) from exc
    if len(candidates) > 1:
        raise InputError(
            f"there is more than one {name}: {', '.join(path.name for path in candidates)}",
            place=str(folder),
            remedy="delete all but one",
        )
    return own[0] if own else None


def _candidates(folder: Path, name: str) -> list[Path]:
    """The files of that name, among them none in another format if there is one that can be embedded."""
    named = sorted(path for path in folder.glob("*.*") if path.stem.lower() == name)
    known = [path for path in named if path.suffix.lower() in (*_SUFFIXES["PNG"], *_SUFFIXES["JPEG"])]
    return known or named[:1]


def _picture(path: Path, *, alt: str) -> Picture:
    return replace(_embeddable(path, _read(path)), alt=alt)


@lru_cache(maxsize=8)
def _embeddable(path: Path, content: bytes) -> Picture:
    """The picture without its words; the next letter of the same client does not make it again."""
    format_, image = _decode(path, content)
    saved = io.BytesIO()
    image.save(saved, format_, **_SAVING[format_])
    return Picture(
        content=saved.getvalue(), media_type=_MEDIA_TYPES[format_], width_px=image.width, height_px=image.height, alt=""
    )


def _read(path: Path) -> bytes:
    """The content of a file that is not too large.

    Raises:
        InputError: It cannot be read, or is too large.
    """
    try:
        if not path.is_file():
            raise _unusable(path, "is no file")
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as exc:
        raise _unusable(path, f"cannot be read: {exc.strerror}") from exc
    if len(content) > _MOST_BYTES:
        raise _unusable(path, "is larger than 8 MB")
    return content


def _decode(path: Path, content: bytes) -> tuple[str, Image.Image]:
    """Format and pixels of a picture, whole, upright and without metadata.

    Raises:
        InputError: It is no such picture as can be embedded.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415

    try:
        with warnings.catch_warnings(action="ignore"):
            image: Image.Image = Image.open(io.BytesIO(content), formats=tuple(_SUFFIXES))
            # A camera's JPEG may hold further pictures behind the first.
            format_ = "JPEG" if image.format == "MPO" else str(image.format)
            reason = _obstacle(path, format_, image)
            if not reason:
                image = ImageOps.exif_transpose(image)
    except UnidentifiedImageError as exc:
        raise _unusable(path, "is no whole PNG or JPEG file") from exc
    except Exception as exc:  # Pillow raises whatever it comes upon in a damaged file
        raise _unusable(path, f"is no whole PNG or JPEG file: {exc}") from exc
    if reason:
        raise _unusable(path, reason)
    grey = "L" if image.mode in {"1", "L"} else "RGB"
    plain = image.convert("RGBA" if image.has_transparency_data else grey)
    plain.thumbnail((_LONGEST_PX, _LONGEST_PX), Image.Resampling.LANCZOS)
    plain.info = {}
    return format_, plain


def _obstacle(path: Path, format_: str, image: Image.Image) -> str:
    """Why a picture cannot be embedded, by its head alone; empty where it can be."""
    if path.suffix.lower() not in _SUFFIXES[format_]:
        return f"is a {format_} file by its content; call it {path.stem}{_SUFFIXES[format_][0]}"
    if image.width * image.height > _MOST_PIXELS:
        return f"has {image.width} x {image.height} pixels, which is more than 30 megapixels"
    if image.mode not in _MODES:
        return f"has colours of the kind {image.mode}, for which there is no place in a letter"
    if format_ == "PNG" and getattr(image, "n_frames", 1) > 1:
        return "is animated"
    return ""


def _unusable(path: Path, reason: str) -> InputError:
    return InputError(
        f"the picture {path.name} {reason}",
        place=str(path),
        remedy="save it as a PNG or JPEG file of at most 8 MB and 30 megapixels, in grey or RGB with 8 bits a channel",
    )
