"""`{% for words in message.masked|told %}`: what was hidden in a text before it was stored."""

from django import template

from web import masked_words

register = template.Library()
register.filter("told", masked_words.told)
register.filter("hidden_names", masked_words.names)
