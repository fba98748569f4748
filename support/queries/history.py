"""The history of an application in words: the office's for the office, the public ones for the enterprise."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from journal.models import Entry
from journal.queries import newest_lines
from support.models import Application

MOST = 100  # lines shown


@dataclass(frozen=True)
class Words:
    """An act in words: ``office`` and, where the enterprise reads it too, ``public``; and whether it reads the note."""

    office: str | Promise
    public: str | Promise = ""
    shows_note: bool = False


def both(words: str | Promise, *, shows_note: bool = False) -> Words:
    """The same words for both sides."""
    return Words(words, words, shows_note)


ACTS: dict[str, Words] = {
    "begin_draft": both(_("Began the draft")),
    "choose_contents": both(_("Chose contents")),
    "drop_content": both(_("Took a content out")),
    "save": both(_("Saved the draft")),
    "clone": both(_("Took over the words of an earlier application")),
    "add_file": both(_("Added a file")),
    "remove_file": both(_("Removed a file")),
    "load_demo": both(_("Made up for the trial")),
    "submit": both(_("Handed in the application")),
    "withdraw": both(_("Took the application back"), shows_note=True),
    "take": Words(_("Took the application up")),
    "assign": Words(_("Assigned the application")),
    "release": Words(_("Took the assignment away")),
    "check": Words(_("Answered lines of the checklist")),
    "ask_for_supplement": both(_("DOST asked for a supplement"), shows_note=True),
    "save_answer": both(_("Saved the answer to the request")),
    "supply": both(_("Supplied what was asked for"), shows_note=True),
    "take_back_request": both(_("DOST took its request back"), shows_note=True),
    "expire": both(_("The portal closed the application: nothing was supplied in time")),
    "appraise": Words(_("Began the appraisal"), _("DOST found the dossier complete and began the appraisal")),
    "ask_for_opinion": Words(
        _("Asked departments for their opinion"), _("DOST asked departments for their opinion")
    ),
    "give_opinion": Words(_("A department gave its opinion")),
    "change_opinion": Words(_("A department changed its opinion")),
    "close_opinion": Words(_("Closed a request for an opinion")),
    "invite_appraiser": Words(_("Invited an appraiser")),
    "take_back_appraiser": Words(_("Took an invitation to appraise back")),
    "declare_conflict": Words(_("Declared a conflict of interest")),
    "declare_no_conflict": Words(_("Declared no conflict of interest")),
    "score": Words(_("Gave points")),
    "write_minutes": Words(_("Wrote the minutes of the council")),
    "propose": Words(_("Proposed what to decide"), _("The decision is being prepared")),
    "propose_item": Words(_("Proposed a verdict on a content")),
    "reconsider": Words(_("The leader sent the proposal back")),
    "grant": both(_("DOST granted support")),
    "refuse": both(_("DOST granted no support")),
    "register_decision": Words(_("Registered the decision")),
    "send_message": both(_("Wrote a message")),
    "write_note": Words(_("Wrote a note inside DOST")),
    "add_office_file": Words(_("Added a file inside DOST")),
}


def history_of(application: Application, *, is_public: bool) -> list[Entry]:
    """The newest lines about the application, each with ``words`` and ``said`` (its note, where it may be read).

    Of the public history everything is left out that stays inside DOST, and who of DOST acted is not named.
    """
    hidden = [name for name, words in ACTS.items() if not words.public] if is_public else []
    lines = newest_lines(application, most=MOST, hidden=hidden)
    if is_public:
        lines = [line for line in lines if line.action in ACTS]
    for line in lines:
        words = ACTS.get(line.action, Words(line.action))
        line.words = words.public if is_public else words.office  # type: ignore[attr-defined] # for the page only
        line.said = line.note if words.shows_note or not is_public else ""  # type: ignore[attr-defined]
    return lines
