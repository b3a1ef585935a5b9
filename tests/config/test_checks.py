"""The deployment checks, one by one."""

from config import checks


def test_the_policy_of_the_site_is_strict():
    assert checks.policy_is_strict(None) == []


def test_a_loose_policy_is_an_error_that_names_the_directive(settings):
    settings.SECURE_CSP = {"script-src": ["'self'", "'unsafe-inline'"]}
    assert "script-src 'unsafe-inline'" in checks.policy_is_strict(None)[0].msg
