from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import AppConfig

from maillage.ui.slots import Work


class MailConfig(AppConfig):
    name = "maillage.mail"
    label = "mail"
    commands = {"mail": "mail"}

    def works(self, structure: Any) -> Iterable[Work]:
        from maillage.mail.queries import works_of

        return works_of(structure.pk)

    def personal_data(self, user: Any) -> Mapping[str, Any]:
        from maillage.mail.queries import failing_at, received_by

        return {"messages reçus": received_by(user.email), "messages revenus": failing_at(user.email)}

    def forget(self, user: Any) -> None:
        from maillage.mail.services import forget_person

        forget_person(user.email)

    def erase(self, structure: Any) -> None:
        from maillage.mail.services import erase_subject

        erase_subject(structure.pk)
