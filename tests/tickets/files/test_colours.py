"""Pictures come to the colours of every screen, and their profile, which may name somebody, is left out."""

import io

import pytest
from PIL import Image

from tests.pictures import PLACE, profile
from tickets.files import kinds, pictures

KINDS = {"JPEG": kinds.JPEG, "PNG": kinds.PNG, "WEBP": kinds.WEBP}
# As a wide screen shows it, and what shows the same on any other: by the two screens' matrices.
WIDE, SAME = (180, 100, 60), (194, 95, 45)


def cleaned(name, *, mode="RGB", colour=WIDE, icc=None, **saving):
    """A plain picture with a profile, as it is kept; and its small picture."""
    saved = io.BytesIO()
    Image.new(mode, (32, 32), colour).save(saved, name, icc_profile=profile() if icc is None else icc, **saving)
    kept = pictures.clean(saved.getvalue(), KINDS[name])
    assert "icc_profile" in Image.open(saved).info
    assert PLACE.encode() not in kept.content + kept.thumbnail
    images = [Image.open(io.BytesIO(content)) for content in (kept.content, kept.thumbnail)]
    assert not any("icc_profile" in image.info for image in images)
    return images


def is_like(image, colour, *, by=6):
    found = image.convert(image.mode if image.mode == "RGBA" else "RGB").getpixel((9, 9))
    return all(abs(one - other) <= by for one, other in zip(found, colour, strict=True))


@pytest.mark.parametrize("name", KINDS)
def test_a_wide_screens_colours_look_the_same_without_their_profile(name):
    for image in cleaned(name, **({} if name == "PNG" else {"quality": 100})):
        assert is_like(image, SAME), image.getpixel((9, 9))


def test_what_one_can_see_through_stays_so():
    assert is_like(cleaned("PNG", mode="RGBA", colour=(*WIDE, 128))[0], (*SAME, 128))


def test_a_picture_of_few_colours_is_converted_too():
    saved = io.BytesIO()
    Image.new("RGB", (32, 32), WIDE).quantize(4).save(saved, "PNG", icc_profile=profile())
    kept = pictures.clean(saved.getvalue(), kinds.PNG)
    assert is_like(Image.open(io.BytesIO(kept.content)), SAME)


def test_every_frame_of_a_moving_picture_is_converted():
    saved, other = io.BytesIO(), (60, 180, 100)
    frames = [Image.new("RGB", (32, 32), colour) for colour in (WIDE, other)]
    how = {"save_all": True, "append_images": frames[1:], "lossless": True, "icc_profile": profile()}
    frames[0].save(saved, "WEBP", **how)
    kept = Image.open(io.BytesIO(pictures.clean(saved.getvalue(), kinds.WEBP).content))
    assert kept.n_frames == 2
    assert is_like(kept, SAME)
    kept.seek(1)
    assert not is_like(kept, other, by=8)
    assert "icc_profile" not in kept.info


@pytest.mark.parametrize("mode", ["L", "CMYK", "I;16"])
def test_a_profile_that_isnt_the_pictures_is_left_out_and_nothing_else(mode):
    colour = (10, 20, 30, 40) if mode == "CMYK" else 90
    image = cleaned("JPEG" if mode == "CMYK" else "PNG", mode=mode, colour=colour)[0]
    assert image.mode == mode


@pytest.mark.parametrize("icc", [b"\0" * 128, b"x", profile()[:200]])
def test_a_broken_profile_is_left_out_and_refuses_no_picture(icc):
    assert is_like(cleaned("PNG", icc=icc)[0], WIDE)
