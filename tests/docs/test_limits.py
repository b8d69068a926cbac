"""What the documentation says of limits is what the settings do."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings

from maillage.accounts import perms as accounts
from maillage.directory import perms as directory
from maillage.kernel import integer
from maillage.kernel.paths import PROJECT
from maillage.limits.services import DAY, MINUTE
from maillage.mail import rules as mail
from maillage.mail.services import KEPT_FOR
from maillage.portal.endpoints import DEMANDS

WORDS = {5: "five", 15: "fifteen", 30: "thirty", 50: "fifty", 60: "sixty", 90: "ninety"}


def text(name: str) -> str:
    return " ".join((PROJECT / name).read_text().split())


def sentences() -> Iterator[tuple[str, str]]:
    """(file, what it must say)."""
    minutes = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // MINUTE
    life = f"lives {WORDS[minutes]} minutes"
    tries = f"{WORDS[settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS]} tries"
    yield "docs/architecture.md", f"{life}, {tries}"
    yield "docs/adr/0007-sign-in-by-code.md", f"{life} and {tries}"
    for what, per_account, per_address in (
        ("codes", accounts.CODES_PER_ACCOUNT, accounts.CODES_PER_ADDRESS),
        ("tries of a code", accounts.TRIES_PER_ACCOUNT, accounts.TRIES_PER_ADDRESS),
    ):
        assert [limit.span for limit in (*per_account, *per_address)] == [10 * MINUTE, DAY] * 2
        (soon, daily), (near, long) = per_account, per_address
        yield (
            "docs/operations.md",
            (
                f"{soon.most} {what} in ten minutes and {daily.most} a day for an account, "
                f"{near.most} in ten minutes and {long.most} a day for an address"
            ),
        )
    (codes, codes_a_day), (tried, tried_a_day) = accounts.CODES_PER_ACCOUNT, accounts.TRIES_PER_ACCOUNT
    yield (
        "docs/adr/0007-sign-in-by-code.md",
        (
            f"receives {codes.most} codes in ten minutes and {codes_a_day.most} a day, and its codes are tried "
            f"{tried.most} times in ten minutes and {tried_a_day.most} a day"
        ),
    )
    assert DEMANDS.span == MINUTE
    yield "docs/operations.md", f"{DEMANDS.most} API requests a minute for an address"
    yield "README.md", f"{WORDS[DEMANDS.most]} requests a minute for each address"
    visitor, account = directory.VISITOR, directory.ACCOUNT
    yield (
        "docs/operations.md",
        (
            f"{WORDS[visitor.per_minute]} questions a minute and {visitor.per_day} a day are answered for an address "
            f"without account (a network of 64 bits, in IPv6), {WORDS[account.per_minute]} and "
            f"{integer(account.per_day).replace(chr(0x202F), ',')} for an account"
        ),
    )
    yield "docs/operations.md", f"erased after {WORDS[KEPT_FOR.days]} days"
    yield "docs/architecture.md", f"After {WORDS[KEPT_FOR.days]} days bodies and addresses are erased"
    left = WORDS[mail.LEFT_AFTER.seconds // MINUTE]
    yield "docs/operations.md", f"uncertain after {left} minutes"
    yield "docs/adr/0012-mail-outbox.md", f"stays handed for {left} minutes"
    assert [delay.total_seconds() / MINUTE for delay in mail.DELAYS] == [1, 5, 30, 120, 480, 1440]
    yield "docs/operations.md", "after 1 minute, then 5 and 30 minutes, 2, 8 and 24 hours, then given up"
    assert len(mail.DELAYS) + 1 == 7
    yield "docs/adr/0012-mail-outbox.md", "seven tries in all"
    yield "docs/operations.md", f"{WORDS[directory.EXPORTS_PER_DAY]} times a day"
    yield "README.md", f"{WORDS[visitor.per_minute]} questions a minute and {visitor.per_day} a day"


@pytest.mark.parametrize(("file", "sentence"), list(sentences()))
def test_a_limit_is_the_one_that_is_written(file: str, sentence: str) -> None:
    assert sentence in text(file)


def test_no_template_writes_the_life_of_a_code_by_hand() -> None:
    folder = PROJECT / "src/maillage/accounts/templates"
    assert [file for file in folder.rglob("*.*") if re.search(r"minutes", file.read_text())] == []


def test_the_weight_of_a_body_is_the_one_that_is_written() -> None:
    size = settings.BODY_MAX_SIZE // (1024 * 1024)
    assert f"client_max_body_size {size}m;" in text("docs/operations.md")
    assert f"over {size} MB is answered 413" in text("docs/operations.md")
    assert f"within {size} MB" in text("docs/architecture.md")
