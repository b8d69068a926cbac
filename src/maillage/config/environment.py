"""What an operator says by variables, refused in one French sentence when it is not understood (README, Configure)."""

import os
import re
import secrets
from importlib.util import find_spec
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import dj_database_url

from maillage.kernel import BadInput, paths

ON, OFF = frozenset({"1", "true", "yes", "on"}), frozenset({"", "0", "false", "no", "off"})
#: Scheme of MAILLAGE_MAIL → port, TLS from the start, STARTTLS.
MAIL = {"smtp": (25, False, False), "smtp+tls": (25, False, True), "smtps": (25, True, False)}
DATABASES = frozenset({"sqlite", "postgres", "postgresql"})
#: A bucket, then a folder of it; what may be said after `?`.
BUCKET = re.compile(r"/(?P<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?P<folder>(?:/[\w.-]*\w)*)/?", re.ASCII)
FILES = frozenset({"region", "https"})


def switched_on(name: str, *, default: str = "0") -> bool:
    value = os.environ.get(name, default).strip().lower()
    if value not in ON | OFF:
        raise BadInput(f"{name}={value} n’est pas compris : écrivez 1 pour oui, 0 pour non.")
    return value in ON


def secret_key() -> str:
    """The key of this instance: given by its operator, or made once and kept beside the database."""
    if key := os.environ.get("MAILLAGE_SECRET_KEY"):
        return key
    return paths.written_once(paths.VAR / "secret_key", secrets.token_urlsafe(50))


def hosts() -> list[str]:
    return [host for part in os.environ.get("MAILLAGE_HOSTS", "").split(",") if (host := part.strip())]


def proxies() -> int:
    """Proxies in front of the site."""
    value = os.environ.get("MAILLAGE_PROXIES", "").strip() or "0"
    if not (value.isascii() and value.isdecimal() and len(value) < 3):
        raise BadInput(f"MAILLAGE_PROXIES={value} n’est pas compris : écrivez le nombre de proxys, comme 1.")
    return int(value)


def mail() -> dict[str, Any]:
    """Django's settings of the mail: `smtp://user:password@host:port`, or the terminal without MAILLAGE_MAIL."""
    url = os.environ.get("MAILLAGE_MAIL", "").strip()
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(url)
    try:
        port, ssl, tls = MAIL[parts.scheme]
        port = parts.port or port
    except (KeyError, ValueError):  # a password is not repeated
        raise BadInput(
            "MAILLAGE_MAIL n’est pas compris : écrivez smtp://, smtps:// ou smtp+tls://, puis "
            "utilisateur:motdepasse@serveur:port."
        ) from None
    if not parts.hostname:
        raise BadInput("MAILLAGE_MAIL ne dit pas le serveur : smtp+tls://utilisateur:motdepasse@serveur:587.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": ssl,
        "EMAIL_USE_TLS": tls,
    }


def bounces() -> str:
    """Where what reaches nobody comes back: an address, alone; empty when nothing is said."""
    value = os.environ.get("MAILLAGE_BOUNCES", "").strip()
    if value and not re.fullmatch(r"[^@\s<>,;:\"]+@[^@\s<>,;:\"]+", value):
        raise BadInput(
            f"MAILLAGE_BOUNCES={value} n’est pas compris : écrivez une adresse, comme retours@exemple.fr."
        )
    return value


def health_keys() -> tuple[str, ...]:
    """What seals health data, the newest key first; none: that mode cannot be switched on."""
    keys = tuple(
        filter(None, (part.strip() for part in os.environ.get("MAILLAGE_HEALTH_KEYS", "").split(",")))
    )
    if not all(re.fullmatch(r"[\w-]{43}=", key, re.ASCII) for key in keys):  # a key is not repeated
        raise BadInput(
            "MAILLAGE_HEALTH_KEYS n’est pas compris : « maillage care key » en fait une ; plusieurs se séparent par une "
            "virgule, la plus récente d’abord."
        )
    return keys


def files() -> dict[str, Any]:
    """Django's storage of papers: a folder, or `s3://KEY:SECRET@host/bucket` when MAILLAGE_FILES says so."""
    url = os.environ.get("MAILLAGE_FILES", "").strip()
    if not url:
        options = {"location": paths.FILES, "base_url": None, "file_permissions_mode": 0o600}
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    options = _bucket(url)
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise BadInput(
            "MAILLAGE_FILES demande des paquets de plus : installez-les par "
            "« .venv/bin/pip install --require-hashes -r requirements-s3.txt »."
        )
    return {"BACKEND": "maillage.files.services.distant.DistantStorage", "OPTIONS": options}


def _bucket(url: str) -> dict[str, Any]:
    """Raises BadInput, which repeats no secret."""
    said: dict[str, str] = {}
    place = None
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
        said = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
        place = BUCKET.fullmatch(parts.path)
        known = parts.scheme == "s3" and parts.hostname and parts.username and parts.password
    except ValueError:
        known = None
    if (
        not (known and place)
        or said.keys() - FILES
        or parts.fragment
        or said.get("https", "1") not in {"0", "1"}
    ):
        raise BadInput(
            "MAILLAGE_FILES n’est pas compris : écrivez s3://CLÉ:SECRET@serveur/seau, puis au besoin /dossier, "
            "?region=fr-par ou ?https=0. Dans la clé et le secret, « / » s’écrit %2F et « + » %2B."
        )
    return {
        "endpoint_url": f"{'http' if said.get('https') == '0' else 'https'}://{parts.hostname}{port}",
        "access_key": unquote(parts.username or ""),
        "secret_key": unquote(parts.password or ""),
        "bucket_name": place["bucket"],
        "location": place["folder"].strip("/"),
        "region_name": said.get("region") or "us-east-1",  # what those that have none expect
    }


def dkim() -> list[str]:
    """Under which names the mail server publishes the keys it signs with."""
    value = os.environ.get("MAILLAGE_DKIM", "").strip()
    selectors = [part.strip() for part in value.split(",") if part.strip()]
    if not all(re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?", selector) for selector in selectors):
        raise BadInput(f"MAILLAGE_DKIM={value} n’est pas compris : écrivez le sélecteur, comme mail2026.")
    return selectors


def reachable(address: str) -> str:
    """An address that the world can write to, else nothing."""
    return "" if address.endswith("@localhost") else address


def database() -> dict[str, Any]:
    """SQLite in `MAILLAGE_VAR` unless DATABASE_URL names another."""
    url = os.environ.get("DATABASE_URL", "").strip() or f"sqlite:///{paths.VAR / 'maillage.db'}"
    found: dict[str, Any] = {}
    if url.partition(":")[0] in DATABASES:
        try:
            found = {**dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)}
        except ValueError:  # a port that is none; a password is not repeated
            found = {}
    if found.get("NAME", ":memory:") in {"", ":memory:"}:
        raise BadInput(
            "DATABASE_URL n’est pas compris : écrivez postgres://utilisateur:motdepasse@serveur:5432/base, ou retirez-le "
            "pour SQLite."
        )
    return found
