"""What an operator writes is understood, or refused in one French sentence that repeats no password."""

import errno
import os
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from maillage.config import environment
from maillage.kernel import BadInput, paths
from processes import run, running

SECRET = "hunter2"  # noqa: S105


@pytest.mark.parametrize("value", ["1", "true", "True", "YES", "on", " on "])
def test_a_switch_is_on_however_yes_is_written(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILLAGE_HTTPS", value)
    assert environment.switched_on("MAILLAGE_HTTPS") is True


@pytest.mark.parametrize("value", ["", "0", "False", "no", "OFF"])
def test_a_switch_is_off_however_no_is_written(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILLAGE_HTTPS", value)
    assert environment.switched_on("MAILLAGE_HTTPS") is False


def test_a_name_after_a_space_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILLAGE_HOSTS", " a.example.org, b.example.org ,, ")
    assert environment.hosts() == ["a.example.org", "b.example.org"]


@pytest.mark.parametrize(
    ("url", "port", "ssl", "tls"),
    [
        ("smtp://mail.example.org", 25, False, False),
        ("smtp+tls://a%40b:c%3Ad@mail.example.org:587", 587, False, True),
        ("smtps://mail.example.org:465", 465, True, False),
    ],
)
def test_a_mail_server_is_read(
    url: str, port: int, ssl: bool, tls: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILLAGE_MAIL", url)
    mail = environment.mail()
    assert (mail["EMAIL_HOST"], mail["EMAIL_PORT"]) == ("mail.example.org", port)
    assert (mail["EMAIL_USE_SSL"], mail["EMAIL_USE_TLS"]) == (ssl, tls)
    if "@" in url:
        assert (mail["EMAIL_HOST_USER"], mail["EMAIL_HOST_PASSWORD"]) == ("a@b", "c:d")


REFUSED = [
    ("MAILLAGE_HTTPS", "oui"),
    ("MAILLAGE_DEMO", "2"),
    ("MAILLAGE_PROXIES", "one"),
    ("MAILLAGE_PROXIES", "-1"),
    ("MAILLAGE_MAIL", f"smtp+starttls://ada:{SECRET}@mail.example.org"),
    ("MAILLAGE_MAIL", f"smtp+ssl://ada:{SECRET}@mail.example.org"),
    ("MAILLAGE_MAIL", f"smtp://ada:{SECRET}@mail.example.org:port"),
    ("MAILLAGE_MAIL", "mail.example.org"),
    ("MAILLAGE_MAIL", "smtp://"),
    ("MAILLAGE_BOUNCES", "retours"),
    ("MAILLAGE_BOUNCES", "Retours <retours@example.org>"),
    ("DATABASE_URL", f"mysql://ada:{SECRET}@localhost/base"),
    ("DATABASE_URL", "garbage"),
    ("DATABASE_URL", f"postgres://ada:{SECRET}@localhost:port/base"),
    ("DATABASE_URL", f"postgres://ada:{SECRET}@localhost:99999/base"),
    ("DATABASE_URL", "postgres://localhost"),
    ("DATABASE_URL", "sqlite://"),
    ("DATABASE_URL", "sqlite://:memory:"),
]


def test_what_comes_back_goes_to_the_address_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for value, read in ((" retours@example.org ", "retours@example.org"), ("", "")):
        monkeypatch.setenv("MAILLAGE_BOUNCES", value)
        assert environment.bounces() == read


@pytest.mark.parametrize(("name", "value"), REFUSED)
def test_what_is_not_understood_is_refused(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    read = {
        "MAILLAGE_PROXIES": environment.proxies,
        "MAILLAGE_MAIL": environment.mail,
        "MAILLAGE_BOUNCES": environment.bounces,
        "DATABASE_URL": environment.database,
    }.get(name, lambda: environment.switched_on(name))
    with pytest.raises(BadInput, match=name) as refusal:
        read()
    assert SECRET not in str(refusal.value)
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize(("name", "value"), [REFUSED[0], REFUSED[11], ("MAILLAGE_PROXIES", "one")])
def test_a_command_stops_on_it_with_one_sentence(name: str, value: str, tmp_path: Path) -> None:
    command = [Path(sys.executable).with_name("maillage"), "serve"]
    said = run(command, env={"MAILLAGE_VAR": str(tmp_path), name: value})
    assert (said.returncode, said.stdout, said.stderr.count("\n")) == (2, "", 1)
    assert said.stderr.startswith(name)


# The key


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(paths, "VAR", tmp_path)
    monkeypatch.delenv("MAILLAGE_SECRET_KEY", raising=False)
    return tmp_path


def test_a_key_is_made_once_and_belongs_to_its_account(var: Path) -> None:
    key = environment.secret_key()
    assert len(key) > 50
    assert environment.secret_key() == key
    assert stat.S_IMODE((var / "secret_key").stat().st_mode) == 0o600


@pytest.mark.parametrize("empty", ["", "\n"])
def test_an_empty_key_is_made_again(empty: str, var: Path) -> None:
    (var / "secret_key").write_text(empty)
    assert len(environment.secret_key()) > 50


def test_a_full_disk_leaves_no_empty_key(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, *_: object, **__: object) -> None:
        self.touch()
        raise OSError(errno.ENOSPC, "No space left on device", str(self))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_text", full)
        with pytest.raises(OSError, match="No space"):
            environment.secret_key()
    assert [file.name for file in var.iterdir() if file.suffix != ".lock"] == []
    assert environment.secret_key()


def test_processes_that_start_together_have_one_key(var: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(lambda _: environment.secret_key(), range(8)))
    assert len(set(keys)) == 1


# What other accounts of the machine may read


def test_an_instance_is_closed_to_other_accounts(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    (folder / "maillage.db").touch(mode=0o644)
    environment_of = {"MAILLAGE_VAR": str(folder), "DATABASE_URL": ""}
    run([sys.executable, "-m", "django", "migrate", "--verbosity=0"], env=environment_of).check_returncode()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    open_to_others = [file.name for file in folder.iterdir() if file.stat().st_mode & 0o077]
    assert open_to_others == []


def test_a_folder_that_is_everybody_s_stays_so(var: Path) -> None:
    var.chmod(0o1777)
    mask = os.umask(0o022)
    try:
        paths.keep_private()
    finally:
        os.umask(mask)
    assert stat.S_IMODE(var.stat().st_mode) == 0o1777


# Two commands on an empty database


def test_two_commands_prepare_an_empty_database_in_turn(tmp_path: Path) -> None:
    environment_of = {
        **os.environ,
        "MAILLAGE_VAR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "maillage.config.settings",
    }
    environment_of.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "django", "migrate", "--verbosity=0"]
    with ExitStack() as started:
        processes = [started.enter_context(running(command, env=environment_of)) for _ in range(3)]
        assert [process.wait() for process in processes] == [0, 0, 0]
