"""The PDF and Word files of a letter to the units: how `papers.files` makes and keeps them."""

from django.utils.translation import gettext as _

from accounts.models import User
from jobs.models import Job
from papers import files
from reporting.models import Letter
from reporting.models.letter import letter_path
from reporting.queries.letters import RENDER_LETTER

LETTERS = files.Kept(
    model=Letter,
    kind=RENDER_LETTER,
    name="letter",
    title=lambda letter: _("Files of the letter: %(letter)s") % {"letter": letter},
    place=lambda letter: letter_path(letter, f"{letter.pk}-"),
    make=files.print_composed,
    steps=3,
)


def request_files(*, letter: Letter, by: User | None) -> Job:
    """Ask for the files of the letter as it is written now; the same text is asked for once."""
    return files.request_files(letter, LETTERS, by=by)
