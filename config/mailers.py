"""Which way mail goes out: a mail server, a provider or a folder, as MAILERS and Anymail’s ANYMAIL name it."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from config import env

# Providers, with what each asks for: Anymail's name of the option, and the variable of the environment.
PROVIDERS: dict[str, dict[str, str]] = {
    "mailgun": {
        "MAILGUN_API_KEY": "EMAIL_PROVIDER_KEY",
        "MAILGUN_API_URL": "EMAIL_PROVIDER_URL",
    },
    "postmark": {"POSTMARK_SERVER_TOKEN": "EMAIL_PROVIDER_KEY", "POSTMARK_API_URL": "EMAIL_PROVIDER_URL"},
    "sendgrid": {"SENDGRID_API_KEY": "EMAIL_PROVIDER_KEY", "SENDGRID_API_URL": "EMAIL_PROVIDER_URL"},
    "sparkpost": {"SPARKPOST_API_KEY": "EMAIL_PROVIDER_KEY", "SPARKPOST_API_URL": "EMAIL_PROVIDER_URL"},
    "brevo": {"BREVO_API_KEY": "EMAIL_PROVIDER_KEY", "BREVO_API_URL": "EMAIL_PROVIDER_URL"},
    "mailjet": {
        "MAILJET_API_KEY": "EMAIL_PROVIDER_KEY",
        "MAILJET_SECRET_KEY": "EMAIL_PROVIDER_SECRET",
        "MAILJET_API_URL": "EMAIL_PROVIDER_URL",
    },
}


def provider() -> str:
    """The provider that EMAIL_PROVIDER names, or ""; raises ImproperlyConfigured for another, or beside SMTP_HOST."""
    name = env.choice("EMAIL_PROVIDER", "", ("", *PROVIDERS))
    if name and env.text("SMTP_HOST"):
        raise ImproperlyConfigured("EMAIL_PROVIDER and SMTP_HOST: mail goes out one way. Unset one of them.")
    if name and not env.text("EMAIL_PROVIDER_KEY"):
        raise ImproperlyConfigured(f"EMAIL_PROVIDER={name} needs EMAIL_PROVIDER_KEY.")
    return name


def anymail() -> dict[str, Any]:
    """Anymail's settings for that provider. EMAIL_WEBHOOK_SECRET, "user:password", is what shows that it is a provider
    who posts events or mail; EMAIL_WEBHOOK_KEY is the key with which Mailgun or Mandrill signs them."""
    asked = PROVIDERS.get(provider(), {})
    given = {option: env.text(variable) for option, variable in asked.items()}
    found: dict[str, Any] = {option: value for option, value in given.items() if value}
    found["WEBHOOK_SECRET"] = [secret] if (secret := env.text("EMAIL_WEBHOOK_SECRET")) else []
    if key := env.text("EMAIL_WEBHOOK_KEY"):  # whether or not mail goes out that way
        found |= {"MAILGUN_WEBHOOK_SIGNING_KEY": key, "MANDRILL_WEBHOOK_KEY": key}
    # No mail tells anybody that it was opened.
    return found | {"SEND_DEFAULTS": {"track_opens": False, "track_clicks": False}}


def mailers(folder: Path) -> dict[str, Any]:
    """The way out; without a server or a provider mail is written to the folder."""
    if name := provider():
        return {"default": {"BACKEND": f"anymail.backends.{name}.EmailBackend", "OPTIONS": {}}}
    host = env.text("SMTP_HOST")
    if not host:
        return {"default": {"BACKEND": "tickets.mail.folder.MailFolderBackend", "OPTIONS": {"folder": folder}}}
    implicit = env.flag("SMTP_TLS")
    options = {
        "host": host,
        "port": env.integer("SMTP_PORT", 465 if implicit else 587, least=1, most=65535),
        "username": env.text("SMTP_USER"),
        "password": env.text("SMTP_PASSWORD"),
        "use_tls": env.flag("SMTP_STARTTLS", not implicit),
        "use_ssl": implicit,
        "timeout": 10,  # for each answer
    }
    if options["use_tls"] and implicit:
        raise ImproperlyConfigured("SMTP_TLS speaks TLS from the first byte: set SMTP_STARTTLS=0 with it.")
    return {"default": {"BACKEND": "tickets.mail.smtp.SmtpBackend", "OPTIONS": options}}


def dkim() -> dict[str, str]:
    """With what mail is signed: DKIM_DOMAIN, DKIM_SELECTOR and the PEM in the file DKIM_KEY; {} for none of them.

    Raises ImproperlyConfigured where one is missing, or the file can't be read.
    """
    given = {name: env.text(f"DKIM_{name}".upper()) for name in ("domain", "selector", "key")}
    if not any(given.values()):
        return {}
    if missing := [f"DKIM_{name.upper()}" for name, value in given.items() if not value]:
        raise ImproperlyConfigured(f"DKIM needs {', '.join(missing)} as well.")
    try:
        key = Path(given["key"]).read_text()
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured(f"DKIM_KEY={given['key']!r} can't be read: {error}") from error
    if "PRIVATE KEY" not in key:
        raise ImproperlyConfigured(f"DKIM_KEY={given['key']!r} has no private key in PEM.")
    return given | {"key": key}
