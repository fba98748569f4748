"""Mail for a trial: every mail becomes a file that mail programs open, and nothing leaves the machine."""

import re
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from outbox.documents import as_file


class FolderBackend(BaseEmailBackend):
    """Writes mails into the folder ``EMAIL_FILE_PATH``, one ``.eml`` file each; a mail sent again overwrites its file."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write each mail; a file is whole or not there. OSError when the folder cannot be written."""
        folder = Path(settings.EMAIL_FILE_PATH)  # type: ignore[misc] # set where this backend is chosen
        folder.mkdir(parents=True, exist_ok=True)
        for number, message in enumerate(email_messages):
            mail = message.message()
            name = re.sub(r"[^A-Za-z0-9.-]+", "-", f"{mail['Message-ID']}").strip("-") or str(number)
            unfinished = folder / f"{name}.{uuid4().hex}.unfinished"
            unfinished.write_bytes(as_file(message))
            unfinished.replace(folder / f"{name}.eml")
        return len(email_messages)
