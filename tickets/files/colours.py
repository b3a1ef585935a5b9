"""Pictures in the colours that every screen knows. A profile of their own may say whose device or which name made it.

No Django.
"""

import io
from collections.abc import Callable

from PIL import Image, ImageCms

type Recolouring = Callable[[Image.Image], Image.Image]

# What a profile may describe, by how many colours the picture has; the rest is drawn as if it had none.
_HAVE_PROFILES = {"RGB", "RGBA", "L", "CMYK"}


def to_srgb(image: Image.Image) -> Recolouring:
    """How pictures with this one's profile come to sRGB: as they are when they have none, or one that can't be read.

    What comes back has no profile. A picture of the same mode may be changed in place.
    """
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(image.info["icc_profile"]))
        if "srgb" in ImageCms.getProfileDescription(profile).lower():
            return _without_profile
    except (KeyError, OSError, ImageCms.PyCMSError):
        return _without_profile
    return lambda one: _converted(one, profile)


def _converted(image: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    if image.mode == "P":
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    if image.mode not in _HAVE_PROFILES:
        return _without_profile(image)
    mode = image.mode if image.mode in {"RGB", "RGBA"} else "RGB"
    try:
        same = mode == image.mode
        made = ImageCms.profileToProfile(image, profile, _SRGB, outputMode=None if same else mode, inPlace=same)
    except ImageCms.PyCMSError:  # such as the profile of a grey picture in one of colours
        made = None
    return _without_profile(made or image)


def _without_profile(image: Image.Image) -> Image.Image:
    image.info.pop("icc_profile", None)
    return image


_SRGB = ImageCms.createProfile("sRGB")
