"""The style sheets: one palette, sizes by token, Django's rules below ours, and nothing that no page names."""

import re
from pathlib import Path

import django
import pytest
from django.contrib.staticfiles.management.commands.collectstatic import Command
from django.test import override_settings

from tests import cast
from tickets.desk.listing import COLUMNS

ROOT = Path(__file__).resolve().parent.parent
DJANGO = Path(django.__file__).parent
CSS = ROOT / "static" / "css"
SHEETS = {path.relative_to(CSS).as_posix(): path.read_text() for path in sorted(CSS.rglob("*.css"))}
WORDS = {name: re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL) for name, text in SHEETS.items()}
ADMIN = [name for name in SHEETS if name.startswith("admin/") and not name.startswith("admin/django")]
PALETTES = ["tokens.css", "demo/tokens.css"]
# `hidden` must hold against every layer above, and so must the wish for no motion.
IMPORTANT = {"display: none", "animation: none", "transition: none", "scroll-behavior: auto"}


def classes(name: str) -> set[str]:
    """The classes that a sheet's selectors name."""
    selectors = re.sub(r"\{[^{}]*\}|\"[^\"]*\"|@import[^;]*;", " ", WORDS[name])
    return set(re.findall(r"\.([a-z][\w-]*)", selectors))


def test_colours_are_named_in_the_palettes_alone():
    found = {name: re.findall(r"#[0-9a-f]{3,8}\b(?!\s*[,){.:>])", text) for name, text in WORDS.items()}
    assert {name: hits for name, hits in found.items() if hits and name not in PALETTES} == {}


def test_each_colour_of_a_palette_is_defined_once_for_both_lights():
    for name in PALETTES:
        tokens = re.findall(r"(--[\w-]+): light-dark\(", WORDS[name])
        assert len(tokens) == len(set(tokens)) > 10
    others = [name for name, text in WORDS.items() if "light-dark(" in text or "prefers-color-scheme" in text]
    assert sorted(others) == sorted(PALETTES)


def test_the_browsers_own_frame_has_the_papers_colours():
    light, dark = re.search(r"--paper: light-dark\((\S+), (\S+)\)", WORDS["tokens.css"]).groups()
    page = (ROOT / "templates" / "base.html").read_text()
    assert re.findall(r'name="theme-color" content="([^"]+)"', page) == [light, dark]


def test_sizes_of_letters_are_tokens():
    for name in SHEETS.keys() - set(PALETTES):
        said = re.findall(r"\bfont(?:-size)?: [^;]*", WORDS[name])
        assert [each for each in said if re.search(r"\d(?:rem|px|pt)\b", each)] == [], name


def test_sides_are_the_lines_own_not_left_and_right():
    sided = r"\b(?:margin|padding|border|inset)-(?:left|right)\b|[;{]\s*(?:left|right|float|text-align):[^;]*"
    found = {name: re.findall(sided, text) for name, text in WORDS.items() if "django" not in name}
    starts = r"(?:text-align|float): (?:start|end|center|inline-end|(?:-webkit-)?match-parent)$"
    assert {name: bad for name, hits in found.items() if (bad := [x for x in hits if not re.search(starts, x)])} == {}


def test_boxes_to_tick_have_the_accents_colour_everywhere():
    said = [name for name, text in WORDS.items() if "accent-color: var(--accent)" in text]
    assert said == ["admin/frame.css", "base.css"]


def test_each_column_of_the_queue_that_a_sheet_names_is_one():
    columns = {f"cell-{name}" for name in (*COLUMNS, "due", "pick", "subject")}
    assert {each for each in classes("admin/queue-rows.css") if each.startswith("cell-")} <= columns


def test_nothing_shouts_but_what_must():
    shouted = {hit for text in WORDS.values() for hit in re.findall(r"([\w-]+: [^;{}]*?) !important", text)}
    assert shouted == IMPORTANT


def test_each_class_is_named_by_a_page():
    rooms = ["templates", "static/js", "web", "accounts", "helpcenter", "tickets", "messenger", "demo"]
    texts = [
        path.read_text() for room in rooms for end in ("*.html", "*.py", "*.js") for path in (ROOT / room).rglob(end)
    ]
    texts += [path.read_text() for path in (DJANGO / "contrib" / "admin" / "templates").rglob("*.html")]
    texts += [path.read_text() for path in (DJANGO / "forms").glob("*.py")]
    texts += [path.read_text() for path in (DJANGO / "contrib" / "admin" / "static" / "admin" / "js").glob("*.js")]
    named = set(re.findall(r"[\w-]+", " ".join(texts)))
    # The admin makes these of the names of models and of their fields.
    styled = set.union(*(classes(name) for name in SHEETS if "/django" not in name)) - named
    assert {each for each in styled if not re.match(r"(model|field|cell|callout|mode)-", each)} == set()


def test_a_class_means_one_thing():
    desk = set.union(*(classes(name) for name in ADMIN))
    site = set.union(
        *(
            classes(name)
            for name in ("screens.css", "messenger.css", "conversation.css", "files.css", "prose.css", "demo/pages.css")
        )
    )
    # Django's own names, on pages that share no sheet with the site's.
    assert desk & site <= {"actions", "breadcrumbs", "button"}


def test_only_what_django_names_by_ids_is_named_by_ids_and_weighs_nothing():
    for name, text in WORDS.items():
        selectors = re.sub(r"\{[^{}]*\}", " ", text) if "django" not in name and "tokens" not in name else ""
        assert re.findall(r"#[a-z]\w*", re.sub(r":where\((?:[^()]|\([^()]*\))*\)", "", selectors)) == []


def test_no_screen_is_locked_to_an_orientation():
    assert [name for name, text in WORDS.items() if "orientation" in text] == []


def test_no_sheet_grows_beyond_reading():
    assert {name: text.count("\n") for name, text in SHEETS.items() if name in ADMIN and text.count("\n") >= 350} == {}


def test_djangos_sheets_are_collected_into_their_layer_under_their_hashed_names(tmp_path):
    storage = "config.lean_statics.LeanStaticFilesStorage"
    with override_settings(STATIC_ROOT=tmp_path, STORAGES={"staticfiles": {"BACKEND": storage}}):
        command = Command()
        command.set_options(
            interactive=False, verbosity=0, link=False, clear=False, dry_run=False, ignore_patterns=[],
            use_default_ignore_patterns=True, post_process=True,
        )  # fmt: skip
        command.collect()
    [sheet] = tmp_path.glob("css/admin/django.????????????.css")
    imports = re.findall(r'@import url\("([^"]+)"\) layer\(django\)', sheet.read_text())
    assert len(imports) == SHEETS["admin/django.css"].count("@import")
    for address in imports:
        assert re.search(r"\.[0-9a-f]{12}\.css$", address)
        assert (sheet.parent / address).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["", "login/", "tickets/ticket/", "auth/group/", "auth/group/add/", "password_change/"]
)
def test_no_page_of_the_admin_links_djangos_sheets_outside_the_layer(address):
    page = cast.staff_browser(superuser=True).get(f"/admin/{address}", follow=True).content.decode()
    linked = re.findall(r'<link (?:rel="stylesheet" )?href="/static/(admin/[^"]+)"', page)
    assert set(linked) <= {"admin/css/nav_sidebar.css"}
    assert "/static/css/admin/django.css" in page
