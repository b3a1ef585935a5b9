"""What was hidden in a text: `{{ message.text|in_words }}`, and `{% for words in message.masked|told %}` beside it."""

from django import template

from web import masked_words

register = template.Library()
register.filter("in_words", masked_words.in_words)
register.filter("told", masked_words.told)
register.filter("hidden_names", masked_words.names)
