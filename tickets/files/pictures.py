"""Pictures are drawn anew: where and with what they were taken is left out, and so is what hid behind them.

No Django: an image's `save` here writes no row.
"""

import io
import re
import threading
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageOps, ImageSequence

from tickets.files.colours import to_srgb
from tickets.files.kinds import GIF, JPEG, FileRefusedError, Kind, Refusal

# Decoding takes memory and time by pixels. A photograph of 48 megapixels is read at half its size.
_MOST_PIXELS = 24_000_000
_MOST_OF_A_PHOTO = 52_000_000
_MOST_ANIMATED = 40_000_000
# A frame takes its time however small it is.
_MOST_FRAMES = 1_000
# Each scan of a JPEG goes over the whole picture once more.
_MOST_SCANS = 64
# What a decoder takes for the beginning of a part: bytes of the drawing itself are written otherwise.
_MARKER = re.compile(rb"\xff+([\x01-\xcf\xd8-\xfe])")
_HAS_NO_LENGTH = {0x01, 0xD8}
_SCAN, _END = 0xDA, 0xD9
_THUMBNAIL = (320, 320)
_SAVING: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 88, "exif": b"", "comment": b""},
    "PNG": {"compress_level": 3},
    "WEBP": {"quality": 88, "method": 2, "exif": b"", "xmp": b""},
    "GIF": {"comment": b"", "disposal": 2},
}
# What of a picture's notes has to do with how it looks.
_LOOKS = {"transparency", "background", "duration", "loop", "disposal", "blend", "default_image"}
# So many at a time in this process, whatever the number of its threads; no more than a few wait, and not for long.
_turn = threading.BoundedSemaphore(2)
_PATIENCE = 5.0


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept, and a small WebP of it."""

    content: bytes
    width: int
    height: int
    thumbnail: bytes


def clean(content: bytes, kind: Kind) -> Picture:
    """The picture without its metadata, upright.

    Raises FileRefusedError when it is broken or too large to open, or too many are being drawn.
    """
    if not _turn.acquire(timeout=_PATIENCE):
        raise FileRefusedError(Refusal.NOT_NOW)
    try:
        return _drawn_anew(content, kind)
    except FileRefusedError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise FileRefusedError(Refusal.TOO_MANY_PIXELS) from error
    except Exception as error:  # a broken file trips its decoder anywhere
        raise FileRefusedError(Refusal.BROKEN) from error
    finally:
        _turn.release()


def _drawn_anew(content: bytes, kind: Kind) -> Picture:
    with Image.open(io.BytesIO(content), formats=[kind.picture]) as image:
        _check_size(image, content, kind)
        if kind != JPEG and getattr(image, "is_animated", False):
            return _animated(image, kind)
        if kind == JPEG and image.width * image.height > _MOST_PIXELS:
            image.draft(image.mode, (image.width // 2, image.height // 2))
        upright = to_srgb(image)(ImageOps.exif_transpose(image))
    saved = io.BytesIO()
    upright.info = _looks(upright)
    upright.save(saved, kind.picture, **_SAVING[kind.picture])
    return Picture(saved.getvalue(), upright.width, upright.height, _thumbnail(upright))


def _check_size(image: Image.Image, content: bytes, kind: Kind) -> None:
    pixels = image.width * image.height
    if kind == JPEG:
        scans = _scans_of(content)
        if len(scans) > _MOST_SCANS:
            raise FileRefusedError(Refusal.BROKEN)
        # What isn't drawn in one go is held in memory as a whole, whatever size it is read at.
        in_one_go = not image.info.get("progressive") and scans == [image.layers]  # type: ignore[attr-defined]
        most = _MOST_OF_A_PHOTO if in_one_go else _MOST_PIXELS
    else:
        frames = _MOST_FRAMES if pixels == 0 else min(_MOST_FRAMES, max(1, _MOST_ANIMATED // pixels))
        if _has_more_frames(image, kind, frames):
            raise FileRefusedError(Refusal.TOO_MANY_PIXELS)
        most = _MOST_PIXELS
    if pixels > most:
        raise FileRefusedError(Refusal.TOO_MANY_PIXELS)


def _scans_of(content: bytes) -> list[int]:
    """How many colours each scan of a JPEG draws, up to the picture's end or to one scan more than it may have."""
    scans: list[int] = []
    place = 0
    while len(scans) <= _MOST_SCANS and (found := _MARKER.search(content, place)):
        marker, place = found[1][0], found.end()
        if marker == _END:
            break
        if marker == _SCAN:
            scans += content[place + 2 : place + 3]
        if marker not in _HAS_NO_LENGTH:
            place += int.from_bytes(content[place : place + 2])
    return scans


def _has_more_frames(image: Image.Image, kind: Kind, most: int) -> bool:
    """Whether there are more; a GIF doesn't say how many it has, and only so many of its frames are looked at."""
    if kind != GIF:
        return int(getattr(image, "n_frames", 1)) > most
    try:
        image.seek(most)
    except EOFError:
        return False
    return True


def _animated(image: Image.Image, kind: Kind) -> Picture:
    """Every frame, with its time."""
    frames, times, recoloured = [], [], to_srgb(image)
    for frame in ImageSequence.Iterator(image):
        copy = recoloured(frame.convert("RGBA"))
        times.append(int(frame.info.get("duration") or 100))
        copy.info = {}
        frames.append(copy)
    saved = io.BytesIO()
    timing = {"duration": times, "loop": image.info.get("loop", 0)}
    frames[0].save(saved, kind.picture, save_all=True, append_images=frames[1:], **_SAVING[kind.picture], **timing)
    return Picture(saved.getvalue(), image.width, image.height, _thumbnail(frames[0]))


def _looks(image: Image.Image) -> dict[Any, Any]:
    return {name: value for name, value in image.info.items() if name in _LOOKS}


def _thumbnail(image: Image.Image) -> bytes:
    has_holes = image.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in image.info
    plain = image if image.mode in {"RGB", "RGBA"} else image.convert("RGBA" if has_holes else "RGB")
    # The quick way for most of it, so that no second large picture is made.
    small = plain.reduce(max(1, max(image.size) // (2 * max(_THUMBNAIL))))
    small.thumbnail(_THUMBNAIL)
    small.info = {}
    saved = io.BytesIO()
    small.save(saved, "WEBP", quality=75, method=2)
    return saved.getvalue()
