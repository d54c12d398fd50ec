"""Pictures to put on letters."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

from dictation.model.document import Picture


def picture(kind: str = "PNG", *, size: tuple[int, int] = (240, 120), alt: str = "Hart Clockworks: a dial") -> Picture:
    """A dial: PNG with a transparent ground, or JPEG."""
    width, height = size
    image = Image.new("RGBA", size, (255, 255, 255, 0)) if kind == "PNG" else Image.new("RGB", size, (250, 250, 250))
    drawn = ImageDraw.Draw(image)
    drawn.ellipse((2, 2, height - 2, height - 2), fill=(130, 40, 40))
    drawn.rectangle((height + 4, height // 3, width - 4, height // 2), fill=(30, 30, 90))
    content = io.BytesIO()
    image.save(content, kind)
    return Picture(
        content=content.getvalue(), media_type=f"image/{kind.lower()}", width_px=width, height_px=height, alt=alt
    )
