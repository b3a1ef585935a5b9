"""Everything that changes the library. Each is one transaction; nothing else writes."""

from helpcenter.actions.correcting import mark_correction
from helpcenter.actions.edits import StaleEditError
from helpcenter.actions.encoding import encode_now, encode_texts
from helpcenter.actions.landmarks import set_landmark, ship_landmark
from helpcenter.actions.phrasing import (
    encode_more_phrasings,
    encode_phrasings,
    forget_phrasings,
    ship_phrasings,
    teach,
    unread_phrasings,
)
from helpcenter.actions.publishing import (
    place_article,
    publish_collection,
    publish_translation,
    relink,
    render_again,
    renew,
    unpublish_translation,
)
from helpcenter.actions.reacting import react
from helpcenter.actions.searching import forget_old_searches, note_opened, note_search
from helpcenter.actions.shipping import (
    Shipped,
    leave_shipped,
    ship_collection,
    ship_place,
    ship_translation,
    take_shipped,
)
from helpcenter.actions.stamping import take_turn
from helpcenter.actions.wording import drop_synonyms, set_synonyms, ship_synonyms

__all__ = [
    "Shipped",
    "StaleEditError",
    "drop_synonyms",
    "encode_more_phrasings",
    "encode_now",
    "encode_phrasings",
    "encode_texts",
    "forget_old_searches",
    "forget_phrasings",
    "leave_shipped",
    "mark_correction",
    "note_opened",
    "note_search",
    "place_article",
    "publish_collection",
    "publish_translation",
    "react",
    "relink",
    "render_again",
    "renew",
    "set_landmark",
    "set_synonyms",
    "ship_collection",
    "ship_landmark",
    "ship_phrasings",
    "ship_place",
    "ship_synonyms",
    "ship_translation",
    "take_shipped",
    "take_turn",
    "teach",
    "unpublish_translation",
    "unread_phrasings",
]
