"""Mails with files, and the worker that keeps them."""

from email.message import EmailMessage

from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.tickets.conftest import receive
from tickets.mail import keeping_tasks
from tickets.mail.actions import keeping
from tickets.models import Attachment, IncomingEmail, Ticket


def mail_with(
    ticket: Ticket, *files: tuple[str, bytes], number: int = 1, sender: str = "", to: str = ""
) -> IncomingEmail:
    """The row of a mail that joined the ticket, with these files by name, each told to be some other type."""
    message = EmailMessage()
    message["From"], message["To"] = sender or ticket.requester_email, to or ticket.emails.earliest("pk").reply_to
    message["Subject"], message["Message-ID"] = "Re: x", f"<files{number}@mail.example>"
    message.set_content(f"Look at number {number}.")
    for name, content in files:
        message.add_attachment(content, "application", "x-unknown", filename=name)
    return receive(message.as_bytes())


def kept() -> list[Attachment]:
    """All files of messages, oldest first, once the jobs that are queued were done."""
    for job in ProcrastinateJob.objects.filter(task_name=keeping_tasks.keep_mail_files.name, status="todo"):
        keeping.keep_files(message_id=job.args["message_id"], now=timezone.now())
    rows = Attachment.objects.select_related("file__content", "message__ticket").order_by("message", "position")
    return list(rows)
