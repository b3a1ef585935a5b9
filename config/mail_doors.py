"""How mail comes in, beside the web server: where LMTP listens, and which mailbox is emptied by IMAP."""

from typing import Any

from config import env


def lmtp_domains(*addresses: str) -> list[str]:
    """For which domains `serve_lmtp` takes mail: LMTP_DOMAINS, else those of these addresses or domains of ours."""
    ours = sorted({address.rpartition("@")[2] for address in addresses})
    return [domain.lower() for domain in env.words("LMTP_DOMAINS", ours)]


def imap() -> dict[str, Any]:
    """The mailbox that `fetch_mail` empties. Without a folder for what is done, it is marked as read."""
    return {
        "host": env.text("IMAP_HOST"),
        "port": env.integer("IMAP_PORT", 993, least=1, most=65535),
        "user": env.text("IMAP_USER"),
        "password": env.text("IMAP_PASSWORD"),
        "tls": env.choice("IMAP_TLS", "tls", among=("tls", "starttls", "none")),
        "folder": env.text("IMAP_FOLDER", "INBOX"),
        "done": env.text("IMAP_DONE_FOLDER", "Stored"),
    }
