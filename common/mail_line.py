"""A line to the mail server, known to be there before a mail is taken in hand."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend

log = logging.getLogger(__name__)


@contextmanager
def line_to_the_mail_server(unreached: Callable[[OSError], object]) -> Iterator[BaseEmailBackend | None]:
    """An open line; None where the server cannot be reached or does not let us in, which ``unreached`` is told."""
    line = get_connection()
    try:
        line.open()
    except OSError as problem:  # smtplib's own exceptions are OSErrors too
        log.warning("the mail server cannot be reached: %s", problem)
        unreached(problem)
        yield None
        return
    try:
        yield line
    finally:
        try:
            line.close()
        except OSError as problem:  # one that is gone already does no harm
            log.warning("the mail server did not say good-bye: %s", problem)
