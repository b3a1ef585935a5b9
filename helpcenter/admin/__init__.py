"""The library in the admin: editors write Markdown and publish through the same actions as everything else."""

from helpcenter.admin.collections import CollectionAdmin
from helpcenter.admin.landmarks import LandmarkAdmin
from helpcenter.admin.phrasings import PhrasingAdmin
from helpcenter.admin.places import ArticleAdmin
from helpcenter.admin.reactions import ReactionAdmin
from helpcenter.admin.searches import SearchedPhraseAdmin
from helpcenter.admin.synonyms import SynonymsAdmin
from helpcenter.admin.texts import TranslationAdmin

__all__ = [
    "ArticleAdmin",
    "CollectionAdmin",
    "LandmarkAdmin",
    "PhrasingAdmin",
    "ReactionAdmin",
    "SearchedPhraseAdmin",
    "SynonymsAdmin",
    "TranslationAdmin",
]
