"""A mail server that takes every mail and writes down which, before it says so: ``python -m faults.sink PORT FILE``."""

import json
import socketserver
import sys
import time
from email import message_from_bytes, policy
from pathlib import Path


class Conversation(socketserver.StreamRequestHandler):
    """One connection. A mail is written down before it is said to be taken, as a careful server does."""

    def say(self, line: str) -> None:
        """One line of answer."""
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        """Until the other side says good-bye or is killed."""
        self.say("220 sink")
        while line := self.rfile.readline().decode("utf-8", "replace").strip():
            word = line.split(" ")[0].upper()
            if word == "DATA":
                self.say("354 go on")
                if not self.take():
                    return
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 well")

    def take(self) -> bool:
        """Read one mail; False when the line broke before its end, so that nothing was taken."""
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return False
            lines.append(line[1:] if line.startswith(b"..") else line)
        message = message_from_bytes(b"".join(lines), policy=policy.default)
        told = json.dumps({"id": str(message["Message-ID"]), "to": str(message["To"]), "at": time.time()})
        with Path(sys.argv[2]).open("a", encoding="utf-8") as file:  # one short line: written in one piece
            file.write(f"{told}\n")
        self.say("250 taken")
        return True


class Sink(socketserver.ThreadingTCPServer):
    """Each connection in a thread of its own; one that breaks off is nobody's business."""

    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, _request: object, _address: object) -> None:
        """The other side was killed: that is what this is for."""


if __name__ == "__main__":
    Sink(("127.0.0.1", int(sys.argv[1])), Conversation).serve_forever()
