"""What we say in a text, `{{ message.text|in_words }}`, and what to tell of what was hidden, `message.masked|told`."""

from django import template

from web import mail_remarks, masked_words

register = template.Library()
register.filter("in_words", lambda text: mail_remarks.in_words(masked_words.in_words(text)))
register.filter("told", masked_words.told)
register.filter("hidden_names", masked_words.names)
