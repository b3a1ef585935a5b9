"""The one settings file. Values come from the environment through `config.env`; nothing here decides a rule."""

import os
import secrets
from pathlib import Path
from typing import Any

import django_stubs_ext
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from config import bodies, embedded_place, env, file_places, fin_budget, log_places, mail_doors, mailers
from config.postgresql.connection import CONNECT_SECONDS, BoundedConnection

django_stubs_ext.monkeypatch()  # lets the admin's and the forms' classes carry type arguments

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = env.path("VAR_DIR", BASE_DIR / "var")

DEBUG = env.flag("DEBUG")
DEMO = env.flag("DEMO")
PORT = env.integer("PORT", 8000, least=1, most=65535)
SCHEME = "https" if env.flag("HTTPS") else "http"
SECRET_KEY = env.secret("SECRET_KEY", VAR_DIR / "secret_key", lambda: secrets.token_urlsafe(50))
# Earlier keys, whose signatures still hold while the new one takes over.
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS", [])

# --- Addresses -------------------------------------------------------------------------------------
HELP_HOST = env.text("HELP_HOST", "help.localhost")
# The stand-ins for the products, one real origin each; reachable with DEMO=1 alone.
DEMO_HOSTS = {
    "claude.localhost": "claude",
    "platform.localhost": "platform",
    "console.localhost": "console",
}
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", [HELP_HOST, *(DEMO_HOSTS if DEMO else ())])
# With HTTPS a proxy ends TLS on the usual port, whatever PORT it finds us on.
_port = f":{PORT}" if SCHEME == "http" and PORT != 80 else ""
SITE_URL = env.text("SITE_URL", f"{SCHEME}://{HELP_HOST}{_port}").rstrip("/")

# --- Apps and wiring -------------------------------------------------------------------------------
INSTALLED_APPS = [
    "config",
    "web",
    "accounts",
    "helpcenter",
    "webhooks",
    "tickets",
    "messenger",
    "privacy",
    "api",
    "moving",
    *(["demo"] if DEMO else []),
    "config.staff_admin.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django_htmx",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "helpcenter.reading.middleware.PageStoreMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "config.middleware.RequestIdMiddleware",
    "web.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "web.malformed.MalformedMiddleware",
    "config.middleware.CharsetMiddleware",
    "config.middleware.HostMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.LanguageMiddleware",
    "web.verbs.VerbMiddleware",
    "web.uploads.SizeMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.staff.sessions.SeenMiddleware",
    "accounts.staff.own_settings.OwnSettingsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
CSRF_FAILURE_VIEW = "config.problems.form_expired"
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = True
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# --- Data ------------------------------------------------------------------------------------------
# Without DATABASE_URL it is the embedded PostgreSQL in var/, which config.run starts.
EMBEDDED_DATABASE = not env.text("DATABASE_URL")
if EMBEDDED_DATABASE:
    try:
        os.environ["DATABASE_URL"] = embedded_place.place(VAR_DIR).url("helpcenter")
    except embedded_place.DatabaseFailedError as _error:
        raise ImproperlyConfigured(str(_error)) from _error
_connection = env.database("DATABASE_URL", {})
_pooled = env.flag("DATABASE_POOL", True)
# How long a statement may take; config.wsgi says five seconds, while commands and workers may take their time.
_statement_seconds = env.integer("DATABASE_STATEMENT_SECONDS", 0)
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "ENGINE": "config.postgresql",
        **_connection,
        # A second more than the server takes to give a statement up by itself.
        "PATIENCE": _statement_seconds + 1 if _statement_seconds else 0,
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": 0 if _pooled else 60,
    }
}
# A server that has gone is given up within seconds, so that people are told instead of kept waiting.
_options = DATABASES["default"]["OPTIONS"]
for _name, _value in {"connect_timeout": 2 if _statement_seconds else 5, "tcp_user_timeout": 10_000}.items():
    _options.setdefault(_name, _value)
if _statement_seconds:
    _timeouts = {"statement": 1, "lock": 1, "idle_in_transaction_session": 3}
    _given = [f"-c {name}_timeout={times * _statement_seconds}s" for name, times in _timeouts.items()]
    _options["options"] = " ".join([*_given, _options.get("options", "")]).strip()
if _pooled:
    _options["pool"] = {"min_size": 1, "max_size": env.integer("DATABASE_POOL_SIZE", 8, least=1), "timeout": 5}
if _pooled and _statement_seconds:
    # Our own engine asks whether a connection still works, and whether to try again.
    _options["pool"] |= {"connection_class": BoundedConnection, "timeout": CONNECT_SECONDS, "check": None}
    _options["pool"]["reconnect_timeout"] = 1
CACHE_URL = env.text("CACHE_URL")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": CACHE_URL}
    if CACHE_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

# --- People ----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.staff.backend.StaffBackend"]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
# How long a visit to the messenger lasts without an act, in seconds.
VISITOR_AGE = env.integer("VISITOR_AGE", 14 * 24 * 3600, least=60)
# How long a sign-in lasts, acts or not, in seconds; then the product is asked again who it is.
SIGN_IN_AGE = env.integer("SIGN_IN_AGE", 12 * 3600, least=60)
# How old the product's word about plan and role may be when a ticket is opened, in seconds.
RIGHTS_AGE = env.integer("RIGHTS_AGE", 3600, least=60)
# What the retention rule for chats of people who weren't signed in begins with, in days; then staff set it.
CHAT_DAYS = env.integer("CHAT_DAYS", 90, least=1)
# How long the links of a case page hold after its ticket is solved or closed, in days.
CASE_LINK_DAYS = env.integer("CASE_LINK_DAYS", 30, least=1)
# For how many seconds a reply of staff waits and can be taken back.
UNDO_SECONDS = env.integer("UNDO_SECONDS", 10)
# How long somebody waits for the team before they may say so, and between one time and the next, in seconds.
NUDGE_AGE = env.integer("NUDGE_AGE", 24 * 3600)
# So many seconds after a ticket was solved its requester is asked how our help was; 0 asks nobody.
RATING_AFTER = env.integer("RATING_AFTER", 24 * 3600)
# How often something may be done in so many seconds: by a visit that isn't signed in, by a customer, to an address that
# gets mail, from a network (one IPv4 address or IPv6 /64; wider ones have more). LIMIT_ASK_VISIT=… changes one number.
LIMITS = {
    what: {name: env.integer(f"LIMIT_{what}_{name}".upper(), number, least=1) for name, number in numbers.items()}
    for what, numbers in {
        "ask": {"visit": 20, "customer": 200, "network": 100, "seconds": 3600},
        "hand_over": {"visit": 5, "customer": 20, "address": 5, "network": 5, "seconds": 3600},
        # Members' questions to the owners or admins of their organization, who get mail.
        "packet": {"customer": 5, "visit": 1, "network": 5, "address": 1, "seconds": 24 * 3600},
        "code": {"visit": 10, "address": 5, "network": 20, "seconds": 3600},
        # Notices to the address of an account that somebody can't log in to.
        "notice": {"address": 3, "seconds": 24 * 3600},
        # Answers to new mail that opens no ticket: one a week to an address, and so many an hour to all.
        "mail_ways": {"address": 1, "seconds": 7 * 24 * 3600},
        "mail_ways_all": {"site": 300, "seconds": 3600},
        # Tickets that new mail of one address opens; machines that answer each other stop here.
        "mail_opens": {"address": 2, "seconds": 600},
        "write": {"visit": 30, "customer": 120, "network": 100, "seconds": 3600},
        "start": {"visit": 60, "customer": 120, "network": 200, "seconds": 3600},
        "press": {"visit": 600, "customer": 1200, "network": 3000, "seconds": 3600},
        "visit": {"network": 600, "seconds": 3600},
        "upload": {"visit": 40, "customer": 200, "link": 40, "network": 200, "seconds": 3600},
        "search": {"network": 120, "seconds": 60},
        "case": {"network": 600, "seconds": 3600},
        "case_write": {"link": 20, "network": 100, "seconds": 3600},
        "report": {"address": 5, "network": 20, "seconds": 3600},
        "follow_up": {"network": 30, "seconds": 3600},
        # What is suggested while somebody types; each keystroke may ask.
        "suggest": {"network": 600, "seconds": 60},
        "react": {"network": 200, "seconds": 3600},
        "react_to_one": {"network": 20, "seconds": 3600},
        "sign_in": {"network": 600, "seconds": 3600},
        # Requests of a program by one token.
        "api": {"token": 600, "seconds": 60},
        "identify": {"network": 300, "seconds": 3600},
        # Each may ask three providers at most.
        "silent": {"network": 600, "seconds": 3600},
        "staff_login": {"account": 10, "network": 50, "seconds": 900},
        "staff_account": {"account": 100, "seconds": 3600},
        # Wrong codes behind a right password: of seven thousand days of guessing one opens.
        "staff_code": {"account": 10, "network": 50, "seconds": 900},
        "staff_code_day": {"account": 50, "seconds": 24 * 3600},
        # A login that went well makes its network known for so long.
        "staff_known": {"account": 1, "seconds": 30 * 24 * 3600},
    }.items()
}
# How many proxies of ours add to X-Forwarded-For; with HTTPS there is the one that ends TLS.
TRUSTED_PROXIES = env.integer("TRUSTED_PROXIES", 1 if SCHEME == "https" else 0)
WEBHOOK_NETWORKS = env.networks("WEBHOOK_NETWORKS")  # of one's own that webhooks may go to, also without TLS

# --- Languages -------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ja", "日本語")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "config.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.text("TIME_ZONE", "UTC")
SITE_NAME = _("Help center")

# --- Content and files -----------------------------------------------------------------------------
CONTENT_DIR = BASE_DIR / "content"
# Off, search goes by words alone, and saves each process that searches 120 MB.
SEARCH_BY_MEANING = env.flag("SEARCH_BY_MEANING", True)
STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", VAR_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = env.path("FILES_DIR", VAR_DIR / "media")
STORAGES = file_places.storages(MEDIA_ROOT)
WHITENOISE_USE_FINDERS = env.flag("PLAIN_STATIC")
# How many files go with a message, and how large one may be, in bytes.
FILES_MOST = env.integer("FILES_MOST", 5, least=1, most=20)
FILE_LARGEST = env.integer("FILE_LARGEST", 10 * 1024 * 1024, least=1024, most=100 * 1024 * 1024)
CLAMAV = file_places.scanner()
# Where they lie in a folder, so many bytes of its disk stay free: strangers mustn't fill what a database may live on.
FILES_LEAVE_FREE = env.integer("FILES_LEAVE_FREE", 1024 * 1024 * 1024, least=0)
# Few forms have files; the view of one that does is marked `web.uploads.takes_files`.
FILE_UPLOAD_HANDLERS = ["web.uploads.NoFiles"]
# Past FILES_MOST they are counted and not kept, so that the text beside them is still read.
DATA_UPLOAD_MAX_NUMBER_FILES = 1000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
LARGEST_BODIES = bodies.largest(files=FILES_MOST * FILE_LARGEST, form=DATA_UPLOAD_MAX_MEMORY_SIZE)
PUBLICATION_CHECK = "messenger.golden.checking.GoldenCheck"  # asked before a text is published
# --- Fin's writer ----------------------------------------------------------------------------------
# With a key and a model, a language model writes Fin's answers; without, or where it can't, Fin quotes.
ANTHROPIC_API_KEY = env.text("ANTHROPIC_API_KEY")
ANTHROPIC_BASE_URL = env.text("ANTHROPIC_BASE_URL")
FIN_MODEL = env.text("FIN_MODEL")
FIN_WRITER = env.text("FIN_WRITER", "messenger.fin.writers.claude.claude_writer")
FIN_MAX_TOKENS = env.integer("FIN_MAX_TOKENS", 1024, least=64, most=4096)
FIN_PRICES = fin_budget.prices()
FIN_BUDGET = fin_budget.budgets(in_money=bool(FIN_PRICES))
# How long nothing may come after an answer of Fin's before it is assumed to have helped, in seconds.
FIN_ASSUMED_AFTER = env.integer("FIN_ASSUMED_AFTER", 24 * 3600, least=60)

# --- Mail ------------------------------------------------------------------------------------------
MAIL_DOMAIN = env.text("MAIL_DOMAIN", "help.localhost")
SUPPORT_ADDRESS = env.text("SUPPORT_ADDRESS", f"support@{MAIL_DOMAIN}")
DEFAULT_FROM_EMAIL = f"Product Support <{SUPPORT_ADDRESS}>"
# What a mail server shows to hand over incoming mail by HTTP; empty turns that door off.
INCOMING_MAIL_TOKEN = env.secret(
    "INCOMING_MAIL_TOKEN",
    VAR_DIR / "incoming_mail_token",
    lambda: secrets.token_urlsafe(32),
    may_be_empty=True,
)
# Where bounces arrive, each at a signed address of its own (bounces+…@…); empty: the envelope has SUPPORT_ADDRESS.
BOUNCE_ADDRESS = env.text("BOUNCE_ADDRESS")
# Whether a reply has the words that it answers below it: "none", or "last" for the person's last message.
QUOTED_HISTORY = env.choice("QUOTED_HISTORY", "none", ("none", "last"))
# Whose Authentication-Results headers are believed: the names that mail servers of ours give themselves there.
TRUSTED_AUTHSERV_ID = env.words("TRUSTED_AUTHSERV_ID", [])
# Whether this machine asks the DNS itself who sent a mail, where no server of ours has said it.
CHECK_SENDERS = env.flag("CHECK_SENDERS", False)
# Whether new mail becomes a ticket or is answered; without, it waits in the quarantine.
ANSWER_NEW_MAIL = env.flag("ANSWER_NEW_MAIL", True)
# How old the product's word about somebody may be when a mail of theirs opens a ticket, in days.
MAIL_RIGHTS_DAYS = env.integer("MAIL_RIGHTS_DAYS", 30, least=1)
# Where `serve_lmtp` listens: host:port or a path; and for which domains it takes mail.
LMTP_LISTEN = env.text("LMTP_LISTEN", "127.0.0.1:8024")
LMTP_DOMAINS = mail_doors.lmtp_domains(MAIL_DOMAIN, SUPPORT_ADDRESS)
IMAP = mail_doors.imap()
IMAP_POLL_SECONDS = env.integer("IMAP_POLL_SECONDS", 60, least=1, most=25 * 60)
# Says in which language a text is written: (text, default) -> code.
LANGUAGE_GUESS = "messenger.fin.languages.language_of"
MAIL_DIR = VAR_DIR / "mail"
SMTP_HOST = env.text("SMTP_HOST")
# How many mails a minute go to one recipient domain; 0: as many as there are.
MAIL_PER_MINUTE = env.integer("MAIL_PER_MINUTE", 60 if SMTP_HOST else 0, least=0)
MAILERS = mailers.mailers(MAIL_DIR)
EMAIL_PROVIDER, ANYMAIL = mailers.provider(), mailers.anymail()
# With what each mail is signed; a provider signs by itself.
DKIM = mailers.dkim()

# --- Security --------------------------------------------------------------------------------------
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "frame-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "manifest-src": [CSP.SELF],
}
# The help center frames its own messenger; which product may is said by the messenger's frame-ancestors.
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]
SECURE_REFERRER_POLICY = "same-origin"
# What asks whether we live doesn't come through the proxy that ends TLS.
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|workz)$"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = SCHEME == "https"
SESSION_COOKIE_HTTPONLY = True
if SCHEME == "https":
    # No other host, sibling or not, can plant a cookie by such a name.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
# Where a finder of a hole writes to, as mailto: or https:, for /.well-known/security.txt.
SECURITY_CONTACT = env.text("SECURITY_CONTACT")
SECURE_HSTS_SECONDS = 31_536_000 if SCHEME == "https" else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SCHEME == "https"
if SCHEME == "https":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Logs ------------------------------------------------------------------------------------------
LOGGING = log_places.configured()
