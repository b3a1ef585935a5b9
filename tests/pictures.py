"""Pictures and other files for tests, as people's devices make them."""

import io
import struct
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
    colours = [(60 * number % 256, 20, 40 * number % 256) for number in range(frames)]
    if kind == "GIF":  # by its palette, else the colours of each point would be counted
        images = [Image.new("P", size, number) for number in range(frames)]
        for image in images:
            image.putpalette([part for colour in colours for part in colour])
    else:
        images = [Image.new("RGB", size, colour) for colour in colours]
    saved = io.BytesIO()
    images[0].save(saved, kind, save_all=True, append_images=images[1:], duration=120, loop=0)
    return saved.getvalue()


def profile(name: str = PLACE) -> bytes:
    """A colour profile of a wide screen (Display P3's colours), with a name in it."""
    words = name.encode() + b"\0"
    text = b"text\0\0\0\0" + words
    called = b"desc\0\0\0\0" + struct.pack(">I", len(words)) + words + b"\0" * 78
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, 0x0233)
    points = {"wtpt": (0.9642, 1, 0.8249), "rXYZ": (0.5151, 0.2412, -0.0011)}
    points |= {"gXYZ": (0.2919, 0.6922, 0.0419), "bXYZ": (0.1572, 0.0666, 0.7841)}
    parts = {"desc": called, "cprt": text, **{f"{colour}TRC": curve for colour in "rgb"}}
    parts |= {tag: b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(n * 65536) for n in at)) for tag, at in points.items()}
    table, body, start = struct.pack(">I", len(parts)), b"", 132 + 12 * len(parts)
    for tag, part in parts.items():
        table += struct.pack(">4sII", tag.encode(), start + len(body), len(part))
        body += part + b"\0" * (-len(part) % 4)
    head = struct.pack(">I4sI4s4s4s", start + len(body), b"none", 0x02100000, b"mntr", b"RGB ", b"XYZ ") + b"\0" * 12
    head += b"acsp" + b"\0" * 28 + struct.pack(">3i", 63190, 65536, 54061)
    return head.ljust(128, b"\0") + table + body
