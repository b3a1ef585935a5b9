"""What is said of a file that isn't kept. Words only."""

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from tickets.files.kinds import FileRefusedError, Refusal

WORDS: dict[Refusal, str | Promise] = {
    Refusal.EMPTY: _("The file is empty."),
    Refusal.TOO_LARGE: _("The file is larger than %(largest)s."),
    Refusal.UNKNOWN: _("This kind of file can't be sent. Send a picture (JPEG, PNG, GIF, WebP), a PDF or a text file."),
    Refusal.HEIC: _("This picture is in the HEIC format. Save it as JPEG and send it again."),
    Refusal.ACTIVE: _("Web pages and SVG drawings can't be sent. Send a picture or a PDF of it."),
    Refusal.BROKEN: _("The file can't be read. It may be damaged or incomplete."),
    Refusal.TOO_MANY_PIXELS: _("The picture has too many pixels. Send a smaller copy of it."),
    Refusal.INFECTED: _("The virus scanner objects to this file, so it isn't kept. Send a clean copy of it."),
    Refusal.NOT_NOW: _("The file can't be kept at the moment. Please try again in a while."),
}


def words_of(refused: FileRefusedError) -> str:
    """Which file, and why not, in the reader's language."""
    most = settings.FILES_MOST
    if refused.refusal == Refusal.TOO_MANY:
        said = ngettext("There can be %(most)d file in a message.", "There can be %(most)d files in a message.", most)
        why = said % {"most": most}
    else:
        why = str(WORDS[refused.refusal]) % {"largest": largest()}
    return gettext("%(name)s: %(why)s") % {"name": refused.name, "why": why} if refused.name else why


def largest() -> str:
    """How large a file may be, in words."""
    megabytes, rest = divmod(settings.FILE_LARGEST, 1024 * 1024)
    return filesizeformat(settings.FILE_LARGEST) if rest else gettext("%s MB") % megabytes


def limits_in_words() -> str:
    """What may be sent, said before anything is picked."""
    most = settings.FILES_MOST
    said = ngettext(
        "%(most)d file, up to %(largest)s: a picture, PDF or text.",
        "Up to %(most)d files, %(largest)s each: pictures, PDF, text.",
        most,
    )
    return said % {"most": most, "largest": largest()}
