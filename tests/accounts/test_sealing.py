"""What rests in the database so that only this site can read it."""

import pytest

from accounts.sealing import SealBrokenError, seal, unseal


def test_it_is_read_by_who_sealed_it_and_never_looks_the_same():
    first, second = seal("s-é", purpose="a"), seal("s-é", purpose="a")
    assert first != second
    assert "s-é" not in first
    assert unseal(first, purpose="a") == unseal(second, purpose="a") == "s-é"


@pytest.mark.parametrize("broken", ["", "x", "a.b.c.d.e"])
def test_what_is_no_seal_of_ours_is_refused(broken):
    with pytest.raises(SealBrokenError):
        unseal(broken, purpose="a")


def test_a_seal_serves_one_purpose_and_one_key(settings):
    sealed = seal("s", purpose="a")
    with pytest.raises(SealBrokenError):
        unseal(sealed, purpose="b")
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another"
    with pytest.raises(SealBrokenError):
        unseal(sealed, purpose="a")
    settings.SECRET_KEY_FALLBACKS = [old]
    assert unseal(sealed, purpose="a") == "s"


def test_a_changed_seal_is_broken():
    sealed = seal("s", purpose="a")
    head, middle, tail = sealed.rpartition(".")
    with pytest.raises(SealBrokenError):
        unseal(f"{head}{middle}{'A' if tail[0] != 'A' else 'B'}{tail[1:]}", purpose="a")
