"""What a first answer would wait for, done before anybody asks: the encoder, the examples, every language's index.

Reads only, but for the file of what the examples teach; says nothing to anybody.
"""

import logging
import time

from django.conf import settings
from django.db import connection

from accounts.entitlements import TopicKind, support_for
from helpcenter.search import encoder
from messenger.fin import examples
from messenger.fin.answering import Question, answer, encoded

_log = logging.getLogger(__name__)
_QUESTION = "Something here looks odd since yesterday"


def warm() -> None:
    """Answer a question of nobody's in each language of the site; for a thread of its own.

    Who asks meanwhile shares what was loaded so far and waits for the rest, once. What fails is only slow later.
    """
    began = time.monotonic()
    nobody = support_for(None, None, TopicKind.GENERAL)
    try:
        if encoder.is_there():
            examples.recall(encoded, settings.VAR_DIR / "search", encoder.VERSION)
        for locale, _name in settings.LANGUAGES:
            answer(Question(_QUESTION, locale, nobody))
    except Exception:
        _log.warning("Fin isn't warm; the first answers take longer.", exc_info=True)
    else:
        _log.info("Fin is warm after %.1f seconds.", time.monotonic() - began)
    finally:
        connection.close()
