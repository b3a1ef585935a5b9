"""Everything that writes rules, reports and kept consents, and that has other apps forget."""
