"""Taking in files, which go with what is written next."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from ninja import File, Router
from ninja.files import UploadedFile
from ninja.responses import Status as Answer

from api import file_actions
from api.problems import TOO_MANY, ProblemError, wrong_field
from api.schemas.beside import FileKept
from api.views.writing import WRITES
from api.writing import caller_of
from tickets.files.actions import UNSENT_FOR
from tickets.files.kinds import FileRefusedError
from tickets.files.refusals import words_of
from web.limits import TooOftenError, when_again

router = Router(tags=["tickets"])


@router.post("/files", response={201: FileKept}, auth=WRITES, operation_id="keep_file", summary="Send a file")
def keep_file(request: HttpRequest, file: File[UploadedFile]) -> Answer[FileKept]:
    """It waits for a day; `files` of a reply, a note or a new ticket takes it along by its key."""
    now = timezone.now()
    try:
        kept = file_actions.keep_file(token=caller_of(request).token, upload=file, now=now)
    except FileRefusedError as refused:
        raise wrong_field("file", words_of(refused)) from refused
    except TooOftenError as refused:
        detail = when_again(refused, after=gettext("You have sent many files in a short time."))
        raise ProblemError(TOO_MANY, detail, headers={"Retry-After": str(refused.seconds)}) from refused
    kind, until = kept.content_type, kept.created_at + UNSENT_FOR
    return Answer(201, FileKept(key=kept.key, name=kept.name, content_type=kind, size=kept.size, until=until))
