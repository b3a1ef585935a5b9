"""Rows about people: staff users, authentication domains, organisations, customers and their visits."""

from accounts.models.audit import AuditEntry
from accounts.models.customers import Customer, FormerRight, ListedOwner, Organisation, SupportContact
from accounts.models.domains import Domain
from accounts.models.factors import AuthenticatorApp, Passkey, RecoveryCode, StaffPolicy
from accounts.models.providers import Provider
from accounts.models.sessions import StaffSession
from accounts.models.sso import CompanyLogin, StaffBinding, StaffProvider, StaffProviderGroup
from accounts.models.staff import ShippedRole, StaffSettings, User
from accounts.models.visits import UsedToken, Visitor

__all__ = [
    "AuditEntry",
    "AuthenticatorApp",
    "CompanyLogin",
    "Customer",
    "Domain",
    "FormerRight",
    "ListedOwner",
    "Organisation",
    "Passkey",
    "Provider",
    "RecoveryCode",
    "ShippedRole",
    "StaffBinding",
    "StaffPolicy",
    "StaffProvider",
    "StaffProviderGroup",
    "StaffSession",
    "StaffSettings",
    "SupportContact",
    "UsedToken",
    "User",
    "Visitor",
]
