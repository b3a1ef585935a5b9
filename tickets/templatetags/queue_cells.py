"""A cell of the queue: `{{ row|cell:column.name }}`."""

from django import template

from tickets.desk.cells import cell

register = template.Library()
register.filter("cell", cell)
