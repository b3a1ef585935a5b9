"""Loading people from a file, again and again."""

import json
import stat
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import Domain, Organisation, SupportContact, User, Visitor

SAMPLE = Path(__file__).resolve().parents[2] / "demo" / "sample_people.json"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def var_dir(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path


def load(file=SAMPLE):
    call_command("load_people", str(file))


def test_the_sample_has_three_domains_and_the_legacy_one_names_its_successor():
    load()
    assert list(Domain.objects.values_list("host", "product", "status", "successor__host")) == [
        ("claude.localhost", "claude", "current", None),
        ("console.localhost", "console", "legacy", "platform.localhost"),
        ("platform.localhost", "console", "current", None),
    ]


@pytest.mark.parametrize(
    ("scheme", "port", "issuer"),
    [
        ("http", 8000, "http://claude.localhost:8000"),
        ("http", 80, "http://claude.localhost"),
        ("https", 443, "https://claude.localhost"),
        ("https", 80, "https://claude.localhost:80"),
    ],
)
def test_addresses_are_those_of_this_site(settings, scheme, port, issuer):
    settings.SCHEME, settings.PORT = scheme, port
    load()
    claude = Domain.objects.at("claude.localhost")
    assert (claude.issuer, claude.jwks_url) == (issuer, f"{issuer}/.well-known/jwks.json")
    assert claude.embed_origins == [issuer]


def test_the_samples_staff_have_teams_beside_their_roles():
    call_command("load_roles")
    load()
    aya = User.objects.get(username="agent")
    assert set(aya.groups.values_list("name", flat=True)) == {"agents", "Accounts"}
    assert not Group.objects.get(name="Accounts").permissions.exists()


def test_loading_again_changes_nothing_but_addresses(settings):
    load()
    Domain.objects.filter(host="platform.localhost").update(name="Ours")
    Domain.objects.filter(host="console.localhost").update(status="current", successor=None)
    settings.PORT = 9000
    load()
    console = Domain.objects.at("console.localhost")
    assert (console.status, console.successor, console.issuer) == ("current", None, "http://console.localhost:9000")
    assert Domain.objects.at("platform.localhost").name == "Ours"
    assert (Organisation.objects.count(), SupportContact.objects.count(), User.objects.count()) == (3, 1, 5)


def test_staff_get_passwords_once_in_a_file_for_its_owner_alone(var_dir, capsys):
    load()
    file = var_dir / "staff_passwords.json"
    kept = json.loads(file.read_text())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sorted(kept) == ["admin", "agent", "editor", "lead", "officer"]
    assert kept["agent"] in capsys.readouterr().out
    load()
    assert json.loads(file.read_text()) == kept
    assert kept["agent"] not in capsys.readouterr().out
    assert User.objects.get(username="agent").check_password(kept["agent"])


def test_a_password_that_staff_changed_stays():
    load()
    agent = User.objects.get(username="agent")
    agent.set_password("chosen by hand")
    agent.save()
    load()
    agent.refresh_from_db()
    assert agent.check_password("chosen by hand")


def test_a_new_database_takes_the_passwords_that_are_kept(var_dir):
    load()
    kept = json.loads((var_dir / "staff_passwords.json").read_text())
    User.objects.all().delete()
    load()
    assert User.objects.get(username="lead").check_password(kept["lead"])


def test_staff_have_groups_and_the_admin_everything():
    call_command("load_roles")
    load()
    assert User.objects.get(username="admin").is_superuser
    assert not User.objects.get(username="lead").is_superuser
    assert {group.name for group in User.objects.get(username="lead").groups.all()} == {"agents", "leads", "Billing"}
    assert all(user.is_staff for user in User.objects.all())


@pytest.mark.parametrize("text", ["", "[]", '{"domains": [{"host": "a"}]}', '{"domains": [{"host": "a", "x": 1}]}'])
def test_a_file_that_can_not_be_right_says_so_and_changes_nothing(tmp_path, text):
    file = tmp_path / "people.json"
    file.write_text(text)
    with pytest.raises(CommandError, match=r"people\.json"):
        load(file)
    assert not Domain.objects.exists()


def test_a_missing_file_says_so(tmp_path):
    with pytest.raises(CommandError, match=r"nowhere\.json"):
        load(tmp_path / "nowhere.json")


def test_sample_staff_are_shut_out_and_their_passwords_go(var_dir):
    load()
    User.objects.exclude(username="admin").update(email="lena@real.example")
    lead = User.objects.get(username="lead")
    lead.set_password("chosen by hand")
    lead.save()
    call_command("load_people", str(SAMPLE), "--retire")
    assert not (var_dir / "staff_passwords.json").exists()
    assert list(User.objects.filter(is_active=True).values_list("username", flat=True)) == ["lead"]
    assert not User.objects.get(username="admin").has_usable_password()


def test_sample_staff_come_back_with_the_demonstration(var_dir):
    load()
    call_command("load_people", str(SAMPLE), "--retire")
    load()
    passwords = json.loads((var_dir / "staff_passwords.json").read_text())
    admin = User.objects.get(username="admin")
    assert (admin.is_active, admin.check_password(passwords["admin"])) == (True, True)


def test_without_the_demonstration_the_sample_products_sign_nobody_in(settings, reader):
    load()
    assert "claude.localhost" in reader.get("/en/sign-in/").content.decode()
    settings.DEMO = False
    assert "claude.localhost" not in reader.get("/en/sign-in/").content.decode()
    assert reader.get("/en/sign-in/claude.localhost/").status_code == 404
    assert Domain.objects.issued_by("http://claude.localhost:8000") is None


def test_without_the_demonstration_a_sample_persons_visit_is_over(settings, pro):
    assert Visitor.objects.holding(pro.visitor.token_digest, now=timezone.now()) == pro.visitor
    settings.DEMO = False
    assert Visitor.objects.holding(pro.visitor.token_digest, now=timezone.now()) is None


def test_without_the_demonstration_a_visit_without_a_sign_in_goes_on(settings, locked_out):
    settings.DEMO = False
    assert Visitor.objects.holding(locked_out.visitor.token_digest, now=timezone.now()) == locked_out.visitor
