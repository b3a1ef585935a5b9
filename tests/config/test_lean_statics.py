"""Scripts and sheets are sent without what only their readers need, and do the same."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from config.lean_statics import LeanStaticFilesStorage, lean

STATIC = Path(__file__).resolve().parents[2] / "static"


@pytest.mark.parametrize(
    ("name", "text", "sent"),
    [
        ("js/a.js", '// Why.\n  const a = "//b";\n\n\n    // More.\n  a();\n', 'const a = "//b";\na();\n'),
        ("js/a.js", "a(); // kept, as it may stand in a text\n", "a(); // kept, as it may stand in a text\n"),
        ("css/a.css", "/* One\n   two. */\n@layer a {\n  .b {\n    c: d;\n  }\n}\n", "@layer a {\n.b {\nc: d;\n}\n}\n"),
        ("vendor/a.js", "  // theirs\n", "  // theirs\n"),
        ("img/a.svg", "  <!-- a -->\n", "  <!-- a -->\n"),
    ],
)
def test_what_is_sent(name, text, sent):
    assert lean(name, text) == sent


def test_what_is_collected_is_lean(tmp_path):
    storage = LeanStaticFilesStorage(location=tmp_path)
    storage.save("js/a.js", ContentFile(b"// Why.\n  a();\n"))
    assert (tmp_path / "js" / "a.js").read_bytes() == b"a();\n"


@pytest.mark.parametrize("script", sorted(STATIC.glob("js/*.js")), ids=lambda path: path.name)
def test_no_script_has_a_text_over_several_lines(script):
    """Its indents would go: a backtick that opens on a line closes there."""
    for line in script.read_text().splitlines():
        assert line.lstrip().startswith("//") or line.count("`") % 2 == 0, line
