"""The files of a dossier as a person may read them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from accounts.models import User
from support.models import Application, Attachment, RequiredPaper
from support.rules import is_kept_out


@dataclass
class Shelf:
    """A required paper with the files handed in for it; ``paper`` None holds the free files."""

    paper: RequiredPaper | None
    files: list[Attachment] = field(default_factory=list)


def papers_of(application: Application, user: User) -> list[Attachment]:
    """The papers of the dossier ``user`` may read: required and free ones, and those that came with supplements.

    Files of messages, opinions, supports and the council stand in their own parts of the page.
    """
    if is_kept_out(user, application):
        return []
    files = application.attachments.filter(message=None, opinion=None, support=None, is_minutes=False)
    return list(files.select_related("paper", "point__request", "added_by"))


def shelves(papers: Iterable[RequiredPaper], files: Iterable[Attachment]) -> list[Shelf]:
    """Files sorted to the papers they are, in the order of the papers; free ones last.

    A paper that is asked for no longer is shown while a file of it is there.
    """
    found: dict[int | None, Shelf] = {paper.pk: Shelf(paper) for paper in papers}
    free = Shelf(None)
    for file in files:
        shelf = found.setdefault(file.paper_id, Shelf(file.paper)) if file.paper_id else free
        shelf.files.append(file)
    return [*found.values(), free]
