from collections.abc import Mapping
from typing import Any

from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "maillage.mail"
    label = "mail"
    commands = {"worker": "worker", "mail": "mail"}

    def personal_data(self, user: Any) -> Mapping[str, Any]:
        from maillage.mail.queries import failing_at, received_by

        return {"messages reçus": received_by(user.email), "messages revenus": failing_at(user.email)}

    def forget(self, user: Any) -> None:
        from maillage.mail.services import forget_person

        forget_person(user.email)

    def erase(self, structure: Any) -> None:
        from maillage.mail.services import erase_subject

        erase_subject(structure.pk)
