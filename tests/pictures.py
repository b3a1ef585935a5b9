"""Pictures and other files for tests, as people's devices make them."""

import io
from typing import Any

from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\ntrailer<<>>\n%%EOF\n"
PLACE = "Nagasaki-32.75"


def picture(kind: str = "JPEG", *, size: tuple[int, int] = (640, 480), turned: int = 1, **saving: Any) -> bytes:
    """A picture whose metadata says where it was taken; left half red, right half blue."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    exif = Image.Exif()
    exif[0x0112] = turned
    exif[0x010E] = PLACE
    exif.get_ifd(0x8825)[1] = "N"
    saved = io.BytesIO()
    notes = {"comment": PLACE} if kind == "GIF" else {"exif": exif.tobytes()}
    image.save(saved, kind, **notes, **saving)
    return saved.getvalue()


def animation(kind: str = "GIF", *, frames: int = 4, size: tuple[int, int] = (80, 60)) -> bytes:
    """A moving picture, each frame of another colour for 120 ms."""
    images = [Image.new("RGB", size, (60 * number % 256, 20, 40 * number % 256)) for number in range(frames)]
    saved = io.BytesIO()
    images[0].save(saved, kind, save_all=True, append_images=images[1:], duration=120, loop=0)
    return saved.getvalue()
