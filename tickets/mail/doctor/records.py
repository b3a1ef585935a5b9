"""What the domain's records say to who receives our mail: MX, SPF, DKIM, DMARC and reverse names."""

import base64
import re
from collections.abc import Iterable, Iterator

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tickets.mail.doctor.findings import Found, bad, doubtful, good
from tickets.mail.doctor.names import Names, reverse_of

# A receiver gives up on a record that makes it ask more often (RFC 7208 4.6.4).
_MOST_LOOKUPS = 10
_ASKS = re.compile(r"^[+\-~?]?(include:|a(?:$|[:/])|mx(?:$|[:/])|ptr(?:$|:)|exists:)|^redirect=")


def mail_servers(names: Names, address: str) -> Found:
    """Whether mail to the address arrives anywhere."""
    domain = address.rpartition("@")[2]
    hosts = names.ask(domain, "MX")
    if hosts in ([""], ["."]):
        return bad(
            "MX",
            f"{domain} says that it takes no mail at all.",
            f"Give {domain} an MX record that names your mail server.",
        )
    if hosts:
        known = [host for host in hosts if names.ask(host, "A") or names.ask(host, "AAAA")]
        if not known:
            return bad(
                "MX",
                f"The mail server of {domain}, {hosts[0]}, has no address.",
                f"Give {hosts[0]} an A or AAAA record.",
            )
        return good("MX", f"Mail to {address} goes to {', '.join(hosts)}.")
    if names.ask(domain, "A") or names.ask(domain, "AAAA"):
        return doubtful(
            "MX", f"{domain} has no MX record; mail goes to its web address.", f"Give {domain} an MX record."
        )
    return bad(
        "MX",
        f"No answer arrives: {domain} has no mail server.",
        f"Give {domain} an MX record that names your mail server.",
    )


def spf(names: Names, address: str) -> Found:
    """Whether the domain of the envelope's sender says who may send its mail."""
    domain = address.rpartition("@")[2]
    records = [text for text in names.ask(domain, "TXT") if re.match(r"v=spf1(\s|$)", text, re.IGNORECASE)]
    if not records:
        return bad(
            "SPF",
            f"{domain} doesn't say who may send its mail.",
            f"Add a TXT record to {domain}: “v=spf1 include:<your provider> -all”, "
            "or “v=spf1 mx -all” where your mail server sends.",
        )
    if len(records) > 1:
        return bad(
            "SPF",
            f"{domain} has {len(records)} SPF records, so none counts.",
            "Make one of them, and delete the others.",
        )
    asked = _lookups(names, records[0], {domain})
    if asked > _MOST_LOOKUPS:
        return bad(
            "SPF",
            f"The SPF record of {domain} asks for {asked} more; receivers stop at ten.",
            "Take out what you don't send through.",
        )
    words = records[0].lower().split()
    if words[-1] in {"+all", "all"}:
        return bad("SPF", f"The SPF record of {domain} lets everybody send.", "End it with -all or ~all.")
    if not (words[-1].endswith("all") or words[-1].startswith("redirect=")):
        return doubtful(
            "SPF", f"The SPF record of {domain} doesn't say what to do with the rest.", "End it with -all or ~all."
        )
    return good("SPF", f"{domain}: {records[0]}")


def dkim(names: Names, key: dict[str, str], *, sender: str) -> Found:
    """Whether receivers find the public half of the key that we sign with, and it counts for the sender's domain."""
    if not key:
        return doubtful(
            "DKIM",
            "The site doesn't sign mail itself.",
            "Have your mail server or provider sign it for the domain, "
            "or set DKIM_DOMAIN, DKIM_SELECTOR and DKIM_KEY (docs/mail.md).",
        )
    public = public_half(key["key"])
    if public is None:
        return bad("DKIM", "DKIM_KEY is no RSA key.", "Make one: openssl genrsa -out dkim.pem 2048.")
    place = f"{key['selector']}._domainkey.{key['domain']}"
    record = f"v=DKIM1; k=rsa; p={public}"
    texts = [text for text in names.ask(place, "TXT") if "p=" in text]
    if not texts:
        return bad("DKIM", f"Nobody can check our signature: {place} has no TXT record.", f"Add one: “{record}”.")
    if "".join(dict(_tags(texts[0])).get("p", "").split()) != public:
        return bad("DKIM", f"{place} has another key than DKIM_KEY.", f"Let it say: “{record}”.")
    if not _is_aligned(key["domain"], sender.rpartition("@")[2]):
        return bad(
            "DKIM",
            f"We sign for {key['domain']}, and mail is from {sender}.",
            "Set DKIM_DOMAIN to the domain of SUPPORT_ADDRESS.",
        )
    return good("DKIM", f"{place} has our key.")


def dmarc(names: Names, address: str) -> Found:
    """What the domain wants done with mail that proves nothing."""
    domain = address.rpartition("@")[2]
    for place in [f"_dmarc.{domain}", *_parents(domain)]:
        records = [text for text in names.ask(place, "TXT") if text.lower().startswith("v=dmarc1")]
        if len(records) > 1:
            return bad("DMARC", f"{place} has {len(records)} records, so none counts.", "Keep one of them.")
        if records:
            policy = dict(_tags(records[0])).get("p", "").lower()
            if policy in {"quarantine", "reject"}:
                return good("DMARC", f"{place}: {records[0]}")
            return doubtful(
                "DMARC",
                f"{place} says “{policy or 'nothing'}”: anybody may write in your name.",
                "Once SPF and DKIM are good, set p=quarantine, and then p=reject.",
            )
    return bad(
        "DMARC",
        f"{domain} has no DMARC record; large providers refuse or hide such mail.",
        f"Add a TXT record to _dmarc.{domain}: “v=DMARC1; p=none; rua=mailto:<an address that you read>”.",
    )


def reverse_names(names: Names, host: str) -> list[Found]:
    """Whether each address of the sending server has a name that leads back to it."""
    found = []
    for address in [*names.ask(host, "A"), *names.ask(host, "AAAA")]:
        named = names.ask(reverse_of(address), "PTR")
        kind = "AAAA" if ":" in address else "A"
        if not named:
            found.append(
                doubtful(
                    "Reverse name",
                    f"{address} ({host}) has none. If it is what delivers our mail, receivers refuse it.",
                    "Ask whoever gave you the address for a PTR record with the server's name.",
                )
            )
        elif not any(address in names.ask(name, kind) for name in named):
            found.append(
                doubtful(
                    "Reverse name",
                    f"{address} is called {named[0]}, which leads elsewhere.",
                    f"Give {named[0]} the address {address}.",
                )
            )
        else:
            found.append(good("Reverse name", f"{address} is {named[0]}, and back."))
    return found


def public_half(pem: str) -> str | None:
    """The public half of an RSA key, as a record has it; None for another or a broken key."""
    try:
        key = serialization.load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return None
    if not isinstance(key, rsa.RSAPrivateKey):
        return None
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return base64.b64encode(key.public_key().public_bytes(serialization.Encoding.DER, form)).decode()


def _lookups(names: Names, record: str, seen: set[str]) -> int:
    """How many questions the record makes a receiver ask, those of the records that it names among them."""
    count = 0
    for word in record.lower().split()[1:]:
        if not _ASKS.match(word):
            continue
        count += 1
        inner = re.sub(r"^[+\-~?]?(include:|redirect=)", "", word)
        if inner == word or inner in seen or count > _MOST_LOOKUPS:
            continue
        seen.add(inner)
        texts = [text for text in names.ask(inner, "TXT") if text.lower().startswith("v=spf1")]
        count += sum(_lookups(names, text, seen) for text in texts[:1])
    return count


def _tags(record: str) -> Iterator[tuple[str, str]]:
    for part in record.split(";"):
        name, _equals, value = part.partition("=")
        yield name.strip().lower(), value.strip()


def _parents(domain: str) -> Iterable[str]:
    """Where a subdomain's record may stand, but for the top domain itself."""
    parts = domain.split(".")
    return [f"_dmarc.{'.'.join(parts[at:])}" for at in range(1, len(parts) - 1)]


def _is_aligned(signing: str, sending: str) -> bool:
    signing, sending = signing.lower(), sending.lower()
    return signing == sending or sending.endswith(f".{signing}") or signing.endswith(f".{sending}")
