"""The least a page can cost in this language and on this database."""

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection
from django.template import Context, Engine

from bench.visit import Page
from common.prepared import looks_for_words

TAG = re.compile(r"(<[^>]*>)")
LOOP = "{% for tag, text in pieces %}{{ tag|safe }}{{ text }}{% endfor %}"


class Floor:
    """The same queries by bare psycopg, kept or not as the portal keeps them, and the same tags and texts by one loop."""

    def __init__(self, page: Page, database: psycopg.Connection) -> None:
        self.queries = page.queries
        self.database = database
        parts = ["", *TAG.split(page.html.decode())]
        self.pieces = [(tag, html.unescape(text)) for tag, text in zip(parts[::2], parts[1::2], strict=True)]
        self.template = Engine().from_string(LOOP)

    def page(self) -> bytes:
        """Do what the page does at the least."""
        with self.database.cursor() as cursor:
            for sql, params in self.queries:
                cursor.execute(sql, params, prepare=False if looks_for_words(sql) else None).fetchall()
        return self.template.render(Context({"pieces": self.pieces})).encode()


@contextmanager
def bare_database() -> Iterator[psycopg.Connection]:
    """A connection of psycopg's own to the same database, set up as Django sets up its own."""
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as database:
        yield database
