"""Files of applications for tests."""

from hashlib import sha256

from django.core.files.base import ContentFile

from support.models import Application, Attachment


def a_file(application: Application, name: str = "a.pdf", **facts) -> Attachment:
    """A file of the dossier, kept; ``added_at`` may be set."""
    moment, content = facts.pop("added_at", None), f"%PDF-1.7 {name}".encode()
    facts = {"content_type": "application/pdf", "added_by": application.submitted_by, **facts}
    file = Attachment(
        application=application, name=name, size=len(content), sha256=sha256(content).hexdigest(), **facts
    )
    file.file.save("a.pdf", ContentFile(content), save=True)
    if moment is not None:
        Attachment.objects.filter(pk=file.pk).update(added_at=moment)
    return file
