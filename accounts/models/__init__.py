"""Rows about people: staff users, authentication domains, organisations, customers and their visits."""

from accounts.models.customers import Customer, FormerRight, ListedOwner, Organisation, SupportContact
from accounts.models.domains import Domain
from accounts.models.staff import User
from accounts.models.visits import UsedToken, Visitor

__all__ = [
    "Customer",
    "Domain",
    "FormerRight",
    "ListedOwner",
    "Organisation",
    "SupportContact",
    "UsedToken",
    "User",
    "Visitor",
]
