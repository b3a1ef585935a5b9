"""Pictures are drawn anew."""

import io
import struct
import time
import zlib

import pytest
from PIL import Image

from tests.pictures import PLACE, animation, picture
from tickets.files import kinds, pictures
from tickets.files.kinds import FileRefusedError, Refusal

KINDS = {"JPEG": kinds.JPEG, "PNG": kinds.PNG, "GIF": kinds.GIF, "WEBP": kinds.WEBP}


def opened(content):
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("name", KINDS)
def test_where_it_was_taken_is_left_out(name):
    dirty = picture(name)
    assert PLACE.encode() in dirty
    clean = pictures.clean(dirty + PLACE.encode(), KINDS[name])
    for content in (clean.content, clean.thumbnail):
        assert PLACE.encode() not in content
        assert not opened(content).getexif()
    assert opened(clean.content).format == name


def test_a_picture_that_was_taken_sideways_stands_upright():
    clean = pictures.clean(picture(size=(60, 40), turned=6), kinds.JPEG)
    assert (clean.width, clean.height) == opened(clean.content).size == (40, 60)
    assert opened(clean.content).getpixel((20, 5))[0] > 200  # red, which was on the left, is at the top


@pytest.mark.parametrize("name", ["GIF", "WEBP", "PNG"])
def test_a_moving_picture_still_moves(name):
    clean = opened(pictures.clean(animation(name), KINDS[name]).content)
    assert clean.n_frames == 4
    clean.load()
    assert clean.info["duration"] == 120


def test_what_one_can_see_through_stays_so():
    saved = io.BytesIO()
    Image.new("RGBA", (8, 8), (255, 0, 0, 0)).save(saved, "PNG")
    clean = pictures.clean(saved.getvalue(), kinds.PNG)
    assert opened(clean.content).getpixel((1, 1))[3] == opened(clean.thumbnail).getpixel((1, 1))[3] == 0


def test_the_small_picture_is_small():
    clean = pictures.clean(picture(size=(2000, 500)), kinds.JPEG)
    assert opened(clean.thumbnail).size == (320, 80)
    assert len(clean.thumbnail) < 20_000


def bomb(width, height):
    """A PNG that says it is huge, in a few hundred bytes."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    parts = [struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in chunks]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize("size", [(6000, 6000), (12_000, 12_000), (60_000, 60_000)])
def test_a_picture_that_would_fill_the_memory_is_refused_unopened(size):
    began = time.monotonic()
    with pytest.raises(FileRefusedError) as refused:
        pictures.clean(bomb(*size), kinds.PNG)
    assert refused.value.refusal is Refusal.TOO_MANY_PIXELS
    assert time.monotonic() - began < 1


def flicker(frames):
    """A GIF of one point, which takes some bytes a frame and no pixels to speak of."""
    head = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    control, place = b"\x21\xf9\x04\0\x0a\0\0\0", b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0)
    drawn = [control + place + b"\x02\x02" + point + b"\x01\0" for point in (b"\x44", b"\x4c")]
    return head + b"".join(drawn) * (frames // 2) + b";"


def test_endless_frames_are_refused_without_counting_them():
    assert opened(pictures.clean(flicker(20), kinds.GIF).content).n_frames == 20
    began = time.monotonic()
    with pytest.raises(FileRefusedError) as refused:
        pictures.clean(flicker(100_000), kinds.GIF)
    assert refused.value.refusal is Refusal.TOO_MANY_PIXELS
    assert time.monotonic() - began < 1


def test_a_film_is_refused():
    with pytest.raises(FileRefusedError) as refused:
        pictures.clean(animation(frames=30, size=(1300, 1100)), kinds.GIF)
    assert refused.value.refusal is Refusal.TOO_MANY_PIXELS


@pytest.mark.parametrize("name", KINDS)
def test_half_a_picture_is_refused_as_broken(name):
    content = picture(name, size=(300, 300))
    with pytest.raises(FileRefusedError) as refused:
        pictures.clean(content[: len(content) // 3], KINDS[name])
    assert refused.value.refusal is Refusal.BROKEN


def test_a_jpeg_of_endless_scans_is_refused():
    content = picture("JPEG", progressive=True)
    last = content[content.rindex(b"\xff\xda") : -2]
    pictures.clean(content[:-2] + last * 20 + b"\xff\xd9", kinds.JPEG)
    with pytest.raises(FileRefusedError) as refused:
        pictures.clean(content[:-2] + last * 100 + b"\xff\xd9", kinds.JPEG)
    assert refused.value.refusal is Refusal.BROKEN


def colour_by_colour(size, scans):
    """A JPEG without a drawing, which isn't drawn in one go: each scan draws one colour."""
    content = picture("JPEG", size=(8, 8))
    head = bytearray(content[: content.index(b"\xff\xda")])
    frame = head.index(b"\xff\xc0") + 5
    head[frame : frame + 4] = struct.pack(">HH", size, size)
    return bytes(head) + b"\xff\xda\0\x08\x01\x01\0\0\x3f\0" * scans + b"\xff\xd9"


@pytest.mark.parametrize(
    ("size", "scans", "refusal"),
    [(600, 100_000, Refusal.BROKEN), (5_500, 1, Refusal.TOO_MANY_PIXELS), (5_500, 3, Refusal.TOO_MANY_PIXELS)],
)
def test_one_that_is_drawn_again_and_again_or_held_as_a_whole_is_refused(size, scans, refusal):
    began = time.monotonic()
    with pytest.raises(FileRefusedError) as refused:
        pictures.clean(colour_by_colour(size, scans), kinds.JPEG)
    assert refused.value.refusal is refusal
    assert time.monotonic() - began < 1


def test_what_a_telephone_puts_beside_or_behind_its_photograph_is_no_scan():
    content = picture("JPEG")
    note = b"\xff\xda" * 1_000
    aside = b"\xff\xe3" + struct.pack(">H", len(note) + 2) + note
    clean = pictures.clean(content[:2] + aside + content[2:] + note, kinds.JPEG)
    assert note not in clean.content


def test_who_would_wait_long_for_a_picture_is_told_to_come_again(monkeypatch):
    monkeypatch.setattr(pictures, "_PATIENCE", 0.01)
    content = picture()
    with pictures._turn, pictures._turn:
        with pytest.raises(FileRefusedError) as refused:
            pictures.clean(content, kinds.JPEG)
        assert refused.value.refusal is Refusal.NOT_NOW
    assert pictures.clean(content, kinds.JPEG).width
