"""Who runs things: an address, and how to call the person."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_unusable_password()
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """An account: nobody has a password, a code sent to the address opens the door."""

    email = models.EmailField("adresse électronique", unique=True)
    name = models.CharField("nom", max_length=150, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField("tient cette instance", default=False)
    is_demo = models.BooleanField("compte de démonstration", default=False)
    date_joined = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = "compte"
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_one_account_per_address"),
        ]

    def __str__(self) -> str:
        return self.name or self.email
