"""The network between people, portal, database and broker: ``python -m faults.relay FOLDER``.

Each way of ``routes.json`` is carried from its own address to the server's. Told so by a line of JSON on ``weather.sock``, the
network is slow for a while, drops what servers answer, tears requests in the middle, or cuts every line of a way at once.
"""

import asyncio
import json
import socket
import sys
from dataclasses import dataclass, field
from pathlib import Path

PIECE = 16_384  # bytes carried at once
ROUTES, CONTROL = "routes.json", "weather.sock"
WEB, DATABASE, BROKER = WAYS = ("web", "database", "broker")


@dataclass
class Weather:
    """How the network is just now; everything is well where nothing is said."""

    delay: float = 0.0  # seconds for each piece
    rate: float = 0.0  # bytes a second of one line; 0: as fast as it goes
    deaf: str = ""  # the way whose answers are dropped
    tear_after: int = 0  # bytes of one request to the web server, after which the line breaks; 0: it does not


@dataclass
class Network:
    """All ways with the lines that are open on them."""

    weather: Weather = field(default_factory=Weather)
    lines: dict[str, set["Line"]] = field(default_factory=lambda: {way: set() for way in WAYS})

    async def take(self, way: str, to: str, asker: "Pair") -> None:
        """Somebody rang: ring at the server, and carry between the two until one hangs up."""
        try:
            server = await _ring(to)
        except OSError:  # the server is gone: the line breaks at once
            asker[1].close()
            return
        line = Line(self, way, asker, server)
        self.lines[way].add(line)
        try:
            await asyncio.gather(line.carry_requests(), line.carry_answers())
        finally:
            self.lines[way].discard(line)

    def be_told(self, told: dict) -> None:
        """Change the weather, for ``seconds``; lines that were deaf break when it ends, as a time-out would break them."""
        if "cut" in told:
            self.cut(told["cut"])
            return
        self.weather = weather = Weather(**told["weather"])
        asyncio.get_running_loop().call_later(told["seconds"], self._clear_up, weather)

    def cut(self, way: str) -> None:
        """Break every line of a way."""
        for line in list(self.lines[way]):
            line.hang_up()

    def _clear_up(self, weather: Weather) -> None:
        if self.weather is weather:
            self.weather = Weather()
        if weather.deaf:
            self.cut(weather.deaf)


Pair = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(eq=False)
class Line:
    """One connection through the network."""

    network: Network
    way: str
    asker: Pair
    server: Pair
    carried: int = 0  # bytes of requests

    async def carry_requests(self) -> None:
        """From the asker to the server."""
        await self._carry(self.asker[0], self.server[1], is_answer=False)

    async def carry_answers(self) -> None:
        """From the server to the asker."""
        await self._carry(self.server[0], self.asker[1], is_answer=True)

    async def _carry(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, *, is_answer: bool
    ) -> None:
        try:
            while piece := await source.read(PIECE):
                weather = self.network.weather
                if weather.delay or weather.rate:
                    pace = len(piece) / weather.rate if weather.rate else 0.0
                    await asyncio.sleep(weather.delay + pace)
                if is_answer and weather.deaf == self.way:
                    continue
                if not is_answer and self._is_torn(piece, weather):
                    target.write(piece[: len(piece) // 2])
                    return
                target.write(piece)
                await target.drain()
        except OSError:
            pass  # one of the two was killed: that is what this is for
        finally:
            self.hang_up()

    def _is_torn(self, piece: bytes, weather: Weather) -> bool:
        self.carried += len(piece)
        return self.way == WEB and 0 < weather.tear_after < self.carried

    def hang_up(self) -> None:
        """End the line at both sides; what was carried already arrives."""
        for _reader, writer in (self.asker, self.server):
            writer.close()


async def _ring(address: str) -> Pair:
    """A line to ``HOST:PORT`` or to a socket's file."""
    if address.startswith("/"):
        return await asyncio.open_unix_connection(address)
    host, _colon, port = address.rpartition(":")
    return await asyncio.open_connection(host, int(port))


async def _listen(network: Network, way: str, listen: str, to: str) -> None:
    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await network.take(way, to, (reader, writer))

    if listen.startswith("/"):
        await asyncio.start_unix_server(take, listen)
        return
    host, _colon, port = listen.rpartition(":")
    await asyncio.start_server(take, host, int(port))


async def serve(routes: dict[str, list[str]], ear: socket.socket) -> None:
    """Carry on every way ([listen, to] by name) for ever, in the weather that ``ear`` hears of."""
    network = Network()
    for way, (listen, to) in routes.items():
        await _listen(network, way, listen, to)
    while True:
        network.be_told(json.loads(await asyncio.get_running_loop().sock_recv(ear, PIECE)))


def tell(folder: Path, told: dict) -> bool:
    """Tell the network of ``folder`` what becomes of it; whether somebody heard."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as mouth:
        try:
            mouth.sendto(json.dumps(told).encode(), str(folder / CONTROL))
        except OSError:
            return False
    return True


def main(folder: Path) -> None:
    """Serve the ways of ``routes.json``; sockets of one that ended before are taken over."""
    routes: dict[str, list[str]] = json.loads((folder / ROUTES).read_text(encoding="utf-8"))
    for listen, _to in routes.values():
        if listen.startswith("/"):
            Path(listen).unlink(missing_ok=True)
    (folder / CONTROL).unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(str(folder / CONTROL))
        ear.settimeout(0)
        asyncio.run(serve(routes, ear))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
