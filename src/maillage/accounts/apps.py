from collections.abc import Mapping
from typing import Any

from django.apps import AppConfig

from maillage.ui.slots import AccountEntry


class AccountsConfig(AppConfig):
    name = "maillage.accounts"
    label = "accounts"
    commands = {"account": "account"}
    account_menu = (
        AccountEntry("Mon compte", "account", order=80),
        AccountEntry("Entrer", "account_login", order=90, visitor=True),
        AccountEntry("Quitter", "account_logout", order=90, post=True),
    )

    def personal_data(self, user: Any) -> Mapping[str, Any]:
        from maillage.accounts.queries import account_data

        return {"compte": account_data(user)}

    def forget(self, user: Any) -> None:
        from maillage.accounts.services import let_go

        let_go(user)
