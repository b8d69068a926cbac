"""What an operator says by variables, refused in one French sentence when it is not understood (README, Configure)."""

import os
import re
import secrets
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url

from maillage.kernel import BadInput, paths

ON, OFF = frozenset({"1", "true", "yes", "on"}), frozenset({"", "0", "false", "no", "off"})
#: Scheme of MAILLAGE_MAIL → port, TLS from the start, STARTTLS.
MAIL = {"smtp": (25, False, False), "smtp+tls": (25, False, True), "smtps": (25, True, False)}
DATABASES = frozenset({"sqlite", "postgres", "postgresql"})


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
