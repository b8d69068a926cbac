from django.apps import AppConfig

from maillage.ui.slots import AccountEntry


class AccountsConfig(AppConfig):
    name = "maillage.accounts"
    label = "accounts"
    account_menu = (
        AccountEntry("Entrer", "account_login", order=90, visitor=True),
        AccountEntry("Quitter", "account_logout", order=90, post=True),
    )
