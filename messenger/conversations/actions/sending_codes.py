"""Makes and sends the code that was asked for: whoever sends it is the only one that ever knows it."""

import secrets
from datetime import datetime

from messenger.conversations.code_mails import code_mail
from messenger.conversations.contact_codes import DIGITS, HOLDS_FOR, ContactCode


def send(*, code_id: int, code_round: int, now: datetime) -> None:
    """Make the code of this round and send it, unless another round began or the address is proved meanwhile."""
    rows = ContactCode.objects.filter(pk=code_id, round=code_round, proved_at=None)
    row = rows.select_related("conversation").first()
    if row is None:
        return
    code = "".join(str(secrets.randbelow(10)) for _place in range(DIGITS))
    if rows.update(digest=row.digest_of(code), ends_at=now + HOLDS_FOR):
        code_mail(row, code).send(using="default")
