"""The mailer that writes files."""

from email import message_from_bytes, policy

import pytest
from django.core.mail import EmailMessage, InvalidMailer

from tickets.mail.folder import MailFolderBackend


@pytest.fixture
def folder(tmp_path, settings):
    """Where the site's mail goes during the test; made on the first mail."""
    folder = tmp_path / "new" / "mail"
    settings.MAILERS = {"default": {"BACKEND": "tickets.mail.folder.MailFolderBackend", "OPTIONS": {"folder": folder}}}
    return folder


def send(subject):
    return EmailMessage(subject, "Hello", "a@example.com", ["b@example.com"]).send(using="default")


def test_each_message_is_a_whole_file(folder):
    assert send("解約") == 1
    (file,) = folder.iterdir()
    assert file.suffix == ".eml"
    assert message_from_bytes(file.read_bytes(), policy=policy.default)["Subject"] == "解約"


def test_files_sort_by_the_time_of_sending(folder):
    for number in range(5):
        send(f"mail {number}")
    subjects = [message_from_bytes(file.read_bytes())["Subject"] for file in sorted(folder.glob("*.eml"))]
    assert subjects == [f"mail {number}" for number in range(5)]


def test_a_folder_must_be_named():
    with pytest.raises(InvalidMailer, match="folder"):
        MailFolderBackend(alias="default")


def test_an_unknown_option_is_an_error(tmp_path):
    with pytest.raises(InvalidMailer, match="colour"):
        MailFolderBackend(alias="default", folder=tmp_path, colour="red")


def test_a_folder_that_cannot_be_written_is_an_error(folder):
    folder.parent.mkdir()
    folder.write_text("a file in the way")
    with pytest.raises(OSError, match="mail"):
        send("lost")
