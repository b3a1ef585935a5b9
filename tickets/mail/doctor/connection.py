"""Whether the mail server that we send through is there, speaks TLS with a certificate that holds, and knows us."""

import smtplib
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tickets.mail.doctor.findings import Found, bad, doubtful, good
from tickets.mail.smtp import ImpatientConnection

_SOON = 14


def look(
    options: Mapping[str, Any], *, context: ssl.SSLContext | None = None, now: datetime | None = None
) -> list[Found]:
    """Talks with the server up to the login, and sends nothing. `options` are those of the mailer."""
    place = f"{options['host']}:{options['port']}"
    context, now = context or ssl.create_default_context(), now or datetime.now(UTC)
    try:
        found, server = _greeted(options, context, place, now)
    except ssl.SSLCertVerificationError as error:
        words = f"The certificate of {place} can't be trusted: {error.verify_message}"
        return [
            bad(
                "Certificate",
                words,
                f"Renew it, or set SMTP_HOST to the name that it is for ({error.reason or 'see above'}).",
            )
        ]
    except (OSError, smtplib.SMTPException) as error:
        return [
            bad(
                "Mail server",
                f"{place} doesn't talk to us: {error}",
                "Look at SMTP_HOST, SMTP_PORT, SMTP_STARTTLS and SMTP_TLS, and at firewalls.",
            )
        ]
    try:
        return found + _login(server, options, place)
    finally:
        server.close()


def _greeted(
    options: Mapping[str, Any], context: ssl.SSLContext, place: str, now: datetime
) -> tuple[list[Found], ImpatientConnection]:
    implicit = {"context": context} if options.get("use_ssl") else {}
    server = ImpatientConnection(options["host"], options["port"], timeout=options.get("timeout") or 10, **implicit)
    try:
        server.ehlo()
        found = [good("Mail server", f"{place} answers.")]
        if options.get("use_tls"):
            server.starttls(context=context)
            server.ehlo()
        elif not options.get("use_ssl"):
            words = f"Mail goes to {place} in clear."
            mend = "Set SMTP_STARTTLS=1 (or SMTP_TLS=1), unless it is this very machine."
            return [*found, doubtful("TLS", words, mend)], server
        return [*found, _certificate(server, place, now)], server
    except BaseException:
        server.close()
        raise


def _certificate(server: ImpatientConnection, place: str, now: datetime) -> Found:
    shown = server.sock.getpeercert() if isinstance(server.sock, ssl.SSLSocket) else None
    ends = str((shown or {}).get("notAfter", ""))
    days = (datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC) - now).days if ends else None
    if days is not None and days < _SOON:
        return doubtful(
            "Certificate",
            f"That of {place} ends in {days} days.",
            "Renew it, and look why it wasn't renewed by itself.",
        )
    return good("Certificate", f"That of {place} can be trusted{f', for {days} days' if days is not None else ''}.")


def _login(server: ImpatientConnection, options: Mapping[str, Any], place: str) -> list[Found]:
    if not options.get("username"):
        return []
    try:
        server.login(options["username"], options.get("password") or "")
    except smtplib.SMTPException as error:
        return [bad("Login", f"{place} refuses ours: {error}", "Look at SMTP_USER and SMTP_PASSWORD.")]
    return [good("Login", f"{place} knows us.")]
