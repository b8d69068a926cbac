"""Text that the database keeps sealed: its key is beside it, never in it."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models

from maillage.kernel import BadInput

UNREADABLE = "Ce texte est scellé avec une clé que le site n’a plus : rendez-lui MAILLAGE_HEALTH_KEYS, puis recommencez."
NO_KEY = "Le site n’a pas de clé pour les données de santé : voyez MAILLAGE_HEALTH_KEYS."


@lru_cache(maxsize=4)
def _seal(keys: Sequence[str]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def seal() -> MultiFernet:
    """The first key seals, each of them opens. Raises BadInput without any."""
    if not settings.HEALTH_KEYS:
        raise BadInput(NO_KEY)
    return _seal(settings.HEALTH_KEYS)


if TYPE_CHECKING:
    Sealed = models.BinaryField[str, str]
else:
    Sealed = models.BinaryField


class SealedTextField(Sealed):
    """A text, sealed at each save and opened at each reading; it can be neither searched nor sorted, on purpose."""

    description = "Texte scellé"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"editable": True, **options})

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        options.pop("editable", None)
        return name, path, args, options

    def get_prep_value(self, value: Any) -> Any:
        if value in (None, "", b""):
            return b""
        return seal().encrypt(str(value).encode())

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        sealed = value if prepared else self.get_prep_value(value)
        return super().get_db_prep_value(sealed, connection, prepared=True)

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> str:
        if not value:
            return ""
        try:
            return seal().decrypt(bytes(value)).decode()
        except InvalidToken:
            raise BadInput(UNREADABLE) from None

    def value_to_string(self, obj: Any) -> str:
        return str(self.value_from_object(obj))
