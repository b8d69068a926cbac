"""A mail server of a few lines, on this machine: it answers what a test wants, and keeps what it accepted.

`python -m tests.mail.smtp`: in a process of its own, which writes its port and is killed.
"""

import socketserver
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread

#: What it says to RCPT of an address, or once a message is whole: a line of SMTP; empty: it hangs up.
Answer = Callable[[str], str]


def accept(_: str) -> str:
    return "250 OK"


@dataclass
class MailServer:
    port: int = 0
    to_address: Answer = accept
    to_message: Answer = accept  # given the address
    accepted: list[str] = field(default_factory=list)  # addresses
    written: list[bytes] = field(default_factory=list)  # messages
    senders: list[str] = field(default_factory=list)  # on the envelopes


class Dialogue(socketserver.StreamRequestHandler):
    server: "Listening"

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        told, address = self.server.told, ""
        self.say("220 fictif")
        while line := self.rfile.readline().decode().strip():
            match line.upper().split(" ")[0].split(":")[0]:
                case "MAIL":
                    self.server.told.senders.append(line.partition("<")[2].partition(">")[0])
                    self.say("250 OK")
                case "RCPT":
                    address = line.partition("<")[2].partition(">")[0]
                    self.say(told.to_address(address))
                case "DATA":
                    self.say("354 go on")
                    if not self.receive(address):
                        return
                case "QUIT":
                    self.say("221 bye")
                    return
                case _:
                    self.say("250 OK")

    def receive(self, address: str) -> bool:
        told = self.server.told
        lines = list(iter(self.rfile.readline, b".\r\n"))
        answer = told.to_message(address)
        if not answer or answer.startswith("250"):  # one that hangs up may have kept it
            told.accepted.append(address)
            told.written.append(b"".join(lines))
        if answer:
            self.say(answer)
        return bool(answer)


class Listening(socketserver.ThreadingTCPServer):
    daemon_threads = True
    told: MailServer


@contextmanager
def mail_server() -> Iterator[MailServer]:
    with Listening(("127.0.0.1", 0), Dialogue) as listening:
        listening.told = MailServer(port=listening.server_address[1])
        Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield listening.told
        listening.shutdown()


if __name__ == "__main__":
    with mail_server() as served:
        sys.stdout.write(f"{served.port}\n")
        sys.stdout.flush()
        Event().wait()
