"""Rows that staff read in the admin and change nowhere. Knows no app."""

from typing import Any

from django.http import HttpRequest


class ReadOnlyRows:
    """Stands before ModelAdmin: nobody adds, changes or deletes a row by hand, whatever rights they have."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
