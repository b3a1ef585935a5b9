"""A cell of the queue, `{{ row|cell:column.name }}`, and a heading, `{{ cl|heading:column }}`."""

from django import template

from tickets.desk.cells import cell, heading

register = template.Library()
register.filter("cell", cell)
register.filter("heading", heading)
