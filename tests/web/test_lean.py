"""Scripts and sheets are sent without what only their readers need, and do the same."""

import minify
import pytest
from django.core.files.base import ContentFile

from config.lean_statics import LeanStaticFilesStorage
from web.lean import lean


@pytest.mark.parametrize(
    ("name", "text", "sent"),
    [
        ("js/a.js", '(() => {\n  // Why.\n  const name = "//b";\n  call(name, `a\n  b`);\n})();\n', '"//b"'),
        ("css/a.css", "/* One\n   two. */\n@layer a {\n  .b {\n    c: d;\n  }\n}\n", "@layer a{.b{c:d}}"),
        ("vendor/a.js", "  // theirs\n", "  // theirs\n"),
        ("img/a.svg", "  <!-- a -->\n", "  <!-- a -->\n"),
    ],
)
def test_what_is_sent(name, text, sent):
    assert sent in lean(name, text)
    assert "Why" not in lean(name, text)
    assert "One" not in lean(name, text)


def test_what_stands_in_a_text_stays():
    assert "`a\n  b`" in lean("js/a.js", "call(`a\n  b`);")


def test_inner_names_are_short_and_those_that_others_may_know_stay():
    sent = lean("js/a.js", "const known = 1; (() => { const inner = known; call(inner, { inner, known: 2 }); })();")
    assert sent == "const known=1;(()=>{const e=known;call(e,{inner:e,known:2})})()"


def test_what_is_no_script_is_an_error_and_not_half_a_script():
    with pytest.raises(minify.MinifyError, match="unexpected"):
        lean("js/a.js", "const = ;")


def test_what_is_collected_is_lean(tmp_path):
    storage = LeanStaticFilesStorage(location=tmp_path)
    storage.save("js/a.js", ContentFile(b"// Why.\n  a();\n"))
    assert (tmp_path / "js" / "a.js").read_bytes() == b"a()"
