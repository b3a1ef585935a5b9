"""People, organizations, topics, macros, articles and conversations, as programs read them."""

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from api.schemas.shared import Email, Given, Host, Language, Name, Number, OrganisationName, Paged, Subject, Team, Word
from api.schemas.tickets import PriorityWord
from messenger.conversations.flow import Stage
from messenger.models import Message


class PersonOut(Schema):
    """Somebody with an account; what is said of them is the newest word of their login."""

    id: int
    name: str
    email: str
    locale: str
    domain: str
    subject: Annotated[str, Field(description="What their domain calls them: the sub claim.")]
    product: str
    plan: str
    role: str
    organisation: OrganisationName | None
    claims_at: Annotated[datetime | None, Field(description="When plan and role were said.")]
    created_at: datetime
    last_seen_at: datetime


class PeoplePage(Schema):
    """Some people."""

    items: list[PersonOut]
    next_cursor: str | None


class PeopleFilters(Paged):
    """The list of people narrowed."""

    email: Email | None = None
    domain: Annotated[Host | None, Field(description="The host of a domain, beside subject: one person.")] = None
    subject: Annotated[Subject | None, Field(description="What their domain calls them.")] = None
    organisation: Number | None = None


class OrganisationNamed(Given):
    """An organization as a domain names it."""

    external_id: Annotated[Word, Field(description="What the domain calls it.")]
    name: Annotated[Name | None, Field(description="null leaves the name as it is.")] = None


class PersonGiven(Given):
    """Somebody as their product knows them. Plan and role are what a login says alone, so nothing that is sent here."""

    domain: Annotated[Host, Field(description="The host of an authentication domain.")]
    subject: Annotated[Subject, Field(description="What that domain calls them: the sub claim of their login.")]
    email: Email
    name: Name = ""
    locale: Annotated[Language | None, Field(description="null leaves the language as it is.")] = None
    organisation: Annotated[OrganisationNamed | None, Field(description="null leaves it as it is.")] = None


class OrganisationGiven(OrganisationNamed):
    """An organization, and whose it is."""

    domain: Annotated[Host, Field(description="The host of an authentication domain.")]


class OrganisationOut(Schema):
    """An organization as a domain names it."""

    id: int
    name: str
    external_id: str
    domain: str


class OrganisationsPage(Schema):
    """Some organizations."""

    items: list[OrganisationOut]
    next_cursor: str | None


class OrganisationFilters(Paged):
    """The list of organizations narrowed."""

    external_id: Annotated[str | None, Field(max_length=200)] = None


class FieldOut(Schema):
    """A detail that a topic asks for, in the language of the request."""

    key: str
    kind: str
    label: str
    required: bool
    proof: bool


class TopicOut(Schema):
    """What people write about, in the language of the request."""

    slug: str
    label: str
    kind: str
    product: str
    active: bool
    priority: PriorityWord
    team: Team | None
    fields: list[FieldOut]


class TopicsPage(Schema):
    """Some topics."""

    items: list[TopicOut]
    next_cursor: str | None


class MacroOut(Schema):
    """A macro that whoever the token is of can use; its words by language."""

    id: int
    name: str
    shared: bool
    then: str
    team: Team | None
    priority: PriorityWord | None
    tags: list[str]
    texts: dict[str, str]


class MacrosPage(Schema):
    """Some macros."""

    items: list[MacroOut]
    next_cursor: str | None


class TranslationOut(Schema):
    """An article in one language, without its text."""

    locale: str
    title: str
    summary: str
    url: Annotated[str | None, Field(description="Where readers find it; null for what isn't published.")]
    updated_at: date
    published_at: datetime | None
    is_machine: Annotated[bool, Field(description="Whether a machine translated it.")]


class ArticleOut(Schema):
    """An article with its languages."""

    number: int
    collection: int
    source_locale: str
    translations: list[TranslationOut]


class ArticlesPage(Schema):
    """Some articles."""

    items: list[ArticleOut]
    next_cursor: str | None


class ArticleFilters(Paged):
    """The list of articles narrowed."""

    collection: Annotated[Number | None, Field(description="A collection's number.")] = None
    drafts: Annotated[bool, Field(description="Also what isn't published; needs the scope articles:drafts.")] = False


class TextFilters(Schema):
    """Which text of an article."""

    locale: Annotated[Language | None, Field(description="Else the language of the request, or the nearest.")] = None
    drafts: Annotated[bool, Field(description="Also what isn't published; needs the scope articles:drafts.")] = False


class ArticleText(TranslationOut):
    """An article in one language with its text."""

    number: int
    body_markdown: str
    body_html: str


class ConversationOut(Schema):
    """A conversation with Fin."""

    reference: str
    stage: Stage
    locale: str
    topic: str | None
    person: int | None
    ticket: Annotated[str | None, Field(description="The ticket that the handover opened.")]
    created_at: datetime
    updated_at: datetime


class ConversationsPage(Schema):
    """Some conversations, newest first."""

    items: list[ConversationOut]
    next_cursor: str | None


class ConversationFilters(Paged):
    """The list of conversations narrowed."""

    stage: Stage | None = None
    locale: Language | None = None
    person: Number | None = None
    ticket: Annotated[str | None, Field(max_length=40, description="The reference of the ticket it became.")] = None


class SpokenOut(Schema):
    """What the person or Fin said before the handover."""

    id: int
    author: Message.Author
    text: str
    created_at: datetime


class SpokenPage(Schema):
    """Some messages of a conversation, oldest first."""

    items: list[SpokenOut]
    next_cursor: str | None
