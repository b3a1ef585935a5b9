"""Types that several kinds of things share."""

from typing import Annotated

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

# PostgreSQL takes no NUL.
_NO_NUL = r"^[^\x00]*$"
Number = Annotated[int, Field(ge=1, le=2**63 - 1)]
Word = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_NO_NUL)]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=_NO_NUL)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=20_000, pattern=_NO_NUL)]
# As columns of people have them.
Name = Annotated[str, StringConstraints(max_length=200, pattern=_NO_NUL)]
Host = Annotated[str, StringConstraints(min_length=1, max_length=253, pattern=_NO_NUL)]
Subject = Annotated[str, StringConstraints(min_length=1, max_length=255, pattern=_NO_NUL)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[a-z]{2,8})?$", max_length=20)]


def _address(value: str) -> str:
    try:
        validate_email(value)
    except ValidationError as error:
        raise ValueError(str(error.messages[0])) from error
    return value


Email = Annotated[
    str,
    StringConstraints(max_length=254, pattern=_NO_NUL),
    AfterValidator(_address),
    Field(json_schema_extra={"format": "email"}),
]


class Given(Schema):
    """What a program sends; what nobody reads is refused."""

    model_config = ConfigDict(extra="forbid")


class Paged(Schema):
    """Which page of a list."""

    limit: Annotated[int, Field(ge=1, le=100, description="So many at most.")] = 50
    cursor: Annotated[str | None, Field(max_length=1000, description="“next_cursor” of the page before.")] = None


class Team(Schema):
    """Whose a ticket is: a group of staff."""

    id: int
    name: str


class Person(Schema):
    """A member of staff."""

    id: int
    name: str


class OrganisationName(Schema):
    """An organization by its name."""

    id: int
    name: str
