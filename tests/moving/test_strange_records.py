"""Whatever stands in a record's place, it is a case, or it is said why it is none: nothing else comes of it."""

import copy
import io

from hypothesis import given
from hypothesis import strategies as st

from moving.lookup import Lookup
from moving.streams import of_xml
from moving.values import BrokenError, Case, SkippedError
from moving.vendors import DESKS
from tests.moving.samples import FRESHDESK_XML, INTERCOM, ZENDESK_TICKET

# What `moving.running` takes for a record that can't be read.
TOLD = (SkippedError, BrokenError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
JUNK = st.sampled_from(
    [None, True, -1, 10**25, 1.5, "", "x\x00\ud800", "<p>" * 50, [], [None, 3], {}, {"id": {}}, [[{}]]]
)
RECORDS = {
    "zendesk": ZENDESK_TICKET,
    "intercom": INTERCOM["conversations/1295.json"][0],
    "freshdesk": next(of_xml(io.BytesIO(FRESHDESK_XML.encode())))[1],
}


def places(value, way=()):
    """The ways to every part of a record."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inside:
        yield (*way, key)
        yield from places(each, (*way, key))


def with_junk(record, changes):
    changed = copy.deepcopy(record)
    for way, junk in changes:
        at = changed
        try:
            for key in way[:-1]:
                at = at[key]
            at[way[-1]] = junk
        except (KeyError, IndexError, TypeError):
            continue  # its place went with an earlier change
    return changed


@given(st.data())
def test_a_record_with_anything_in_it_is_a_case_or_said_to_be_none(data):
    name = data.draw(st.sampled_from(sorted(RECORDS)))
    ways = st.sampled_from(sorted(places(RECORDS[name]), key=str))
    changes = data.draw(st.lists(st.tuples(ways, JUNK), min_size=1, max_size=4))
    with Lookup() as lookup:
        try:
            case = DESKS[name].case(with_junk(RECORDS[name], changes), lookup)
        except TOLD:
            return
    assert isinstance(case, Case)
    assert case.created_at.tzinfo is not None
    assert "\x00" not in case.subject + "".join(each.body for each in case.comments)
