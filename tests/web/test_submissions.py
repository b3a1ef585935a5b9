"""What a form says its submission is called, and what it may leave out."""

from uuid import UUID

import pytest

from web.submissions import submission_of

HEX = "0af1b3c5d7e94f60a1b2c3d4e5f60718"


def test_a_submission_is_known_by_its_name_with_and_without_hyphens() -> None:
    assert submission_of({"submission": HEX}) == submission_of({"submission": str(UUID(HEX))}) == UUID(HEX)


@pytest.mark.parametrize("posted", [{}, {"submission": ""}, {"submission": "null"}, {"submission": "\0" + HEX}])
def test_a_form_that_names_none_is_compared_with_nothing(posted) -> None:
    assert submission_of(posted) is None
