"""Rows of the library, by topic. Nothing here publishes."""

from helpcenter.models.articles import Article, Related, Section, Translation
from helpcenter.models.collections import Collection, CollectionTranslation
from helpcenter.models.corrections import Correction
from helpcenter.models.landmarks import Landmark
from helpcenter.models.phrasings import Phrasing, PhrasingStamp
from helpcenter.models.reactions import Reaction
from helpcenter.models.searches import OpenedResult, SearchedPhrase
from helpcenter.models.shipped import ShippedText
from helpcenter.models.stamp import ContentStamp
from helpcenter.models.synonyms import SynonymGroup
from helpcenter.models.vectors import Vectors
from helpcenter.models.words import Word

__all__ = [
    "Article",
    "Collection",
    "CollectionTranslation",
    "ContentStamp",
    "Correction",
    "Landmark",
    "OpenedResult",
    "Phrasing",
    "PhrasingStamp",
    "Reaction",
    "Related",
    "SearchedPhrase",
    "Section",
    "ShippedText",
    "SynonymGroup",
    "Translation",
    "Vectors",
    "Word",
]
