"""What a request may carry."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

pytestmark = pytest.mark.django_db


def test_a_form_without_a_file_field_takes_no_file(reader):
    form = {"text": "How do I cancel?", "extra": SimpleUploadedFile("a.bin", b"x" * 1000)}
    answer = reader.post("/en/messenger/start", form, headers={"Origin": "http://help.localhost:8000"})
    assert answer.status_code == 400


def test_the_same_form_without_the_file_is_taken(reader):
    origin = {"Origin": "http://help.localhost:8000"}
    assert reader.post("/en/messenger/start", {"text": "How do I cancel?"}, headers=origin).status_code == 302


@pytest.mark.parametrize("path", ["/en/messenger/start", "/admin/login/", "/identify", "/en/"])
def test_a_body_that_says_it_is_too_large_is_refused_unread(reader, path):
    answer = reader.post(path, CONTENT_LENGTH=str(2**22))
    assert answer.status_code == 413


def test_raw_mail_may_be_larger(reader):
    answer = reader.post("/mail/incoming", CONTENT_LENGTH=str(2**22))
    assert answer.status_code == 401


def test_a_form_with_files_may_be_larger_and_says_so_when_it_is_too_large(reader, settings):
    address = "/en/messenger/c/abc/ask"
    assert reader.put(address, CONTENT_LENGTH=str(2**22)).status_code == 405
    answer = reader.post(address, CONTENT_LENGTH=str(6 * settings.FILE_LARGEST))
    assert answer.status_code == 413
    assert "Send fewer or smaller files." in answer.text
    assert reader.post("/en/messenger/c/abc/agree", CONTENT_LENGTH=str(2**22)).status_code == 413
