"""A mail server for tests: a real socket that speaks SMTP, takes mails, and can misbehave as told."""

import socketserver
import threading
from email import message_from_bytes, policy


class _Conversation(socketserver.StreamRequestHandler):
    """One connection. ``server.temper`` says how it goes: "kind", "full" (452), "unknown" (550), "silent",
    "slow" (keeps the mail and answers only when it is stopped).
    """

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self):
        self.say("220 sink")
        receivers = []
        while line := self.rfile.readline().decode().strip():
            word = line.split(" ")[0].upper()
            if word == "DATA":
                if not self.take(receivers):
                    return
            elif word == "QUIT":
                self.say("221 bye")
                return
            elif word == "RCPT" and self.server.temper == "unknown":
                self.say("550 no such person here")
            elif word == "MAIL" and self.server.temper == "full":
                self.say("452 the disk is full, try later")
            else:
                receivers += [line.partition("<")[2].partition(">")[0]] if word == "RCPT" else []
                self.say("250 well")

    def take(self, receivers):
        """Read the mail; "silent" keeps it and hangs up without the answer that would have said so."""
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line[1:] if line.startswith(b"..") else line)
        self.server.mails.append((receivers, message_from_bytes(b"".join(lines), policy=policy.default)))
        if self.server.temper == "slow":
            self.server.stopped.wait(60)
        if self.server.temper in {"silent", "slow"}:
            return False
        self.say("250 taken")
        return True


class Sink(socketserver.ThreadingTCPServer):
    """Listens on a port of its own; ``mails`` are (receivers, message) in the order they came."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.mails, self.temper, self.stopped = [], "kind", threading.Event()
        self.port, self.listens = self.server_address[1], True
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def stop(self):
        """Stop listening: from now on nobody can connect."""
        if self.listens:
            self.listens = False
            self.stopped.set()
            self.shutdown()
            self.server_close()
