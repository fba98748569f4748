"""A list of people to invite, and what somebody who was invited types."""

from typing import IO, Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.workbook.cells import Cells, Row
from common.workbook.parcel import check_parcel
from common.workbook.refused import Refused
from organisations.queries.inviting import COLUMNS, MOST, read_lines
from organisations.queries.leaving import successors_known_to

LONGEST = 100_000  # characters of a pasted list
LARGEST = 1024 * 1024  # bytes of a workbook of people


class ListForm(forms.Form):
    """A pasted list, or the first sheet of a workbook, which is then shown as a pasted list."""

    people = forms.CharField(
        label=_("People, one a line: e-mail; name; organisation; role"),
        help_text=_("The organisation by its name or key. Without a role: focal point of the unit."),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=LONGEST,
        required=False,
    )
    workbook = forms.FileField(label=_("Or an Excel workbook with these four columns"), required=False)

    def clean(self) -> dict[str, Any]:
        """One of the two, with at least one line and not more than can be looked through at once."""
        cleaned = super().clean() or {}
        file = cleaned.get("workbook")
        if file:
            try:
                cleaned["people"] = lines_of(file, file.size or 0)
            except Refused as no:
                self.add_error("workbook", no.reason)
                return cleaned
        count = len(read_lines(cleaned.get("people", "")))
        if not self.errors and not count:
            self.add_error("people", _("Paste at least one line, or choose a workbook."))
        if count > MOST:
            self.add_error("people", _("At most %(most)s people at once: split the list.") % {"most": MOST})
        return cleaned


def lines_of(file: IO[bytes], size: int) -> str:
    """The first four columns of the first sheet as lines. Refused where the file is no harmless workbook."""
    if size > LARGEST:
        raise Refused("too_large", _("This workbook is larger than 1 MB, which no list of people needs."))
    with check_parcel(file, size) as archive:
        cells = Cells(archive)
        found = []
        for row in cells.rows(cells.sheets[0]) if cells.sheets else ():
            if isinstance(row, Row):
                said = [str(row.cells[at].value) if at in row.cells else "" for at in range(1, COLUMNS + 1)]
                found.append("\t".join(" ".join(words.replace(";", ",").split()) for words in said))
            if len(found) > MOST + 1:
                break
    return "\n".join(found)


class WelcomeForm(forms.Form):
    """The account of somebody who was invited and has none."""

    full_name = forms.CharField(label=_("Your full name"), max_length=150)
    password = forms.CharField(
        label=_("Choose a password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters: several words that do not belong together."),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """A password nobody guesses."""
        cleaned = super().clean() or {}
        if "password" in cleaned:
            person = User(email=self.email, full_name=cleaned.get("full_name", ""))
            try:
                validate_password(cleaned["password"], person)
            except forms.ValidationError as no:
                self.add_error("password", no)
        return cleaned


class LeaveForm(forms.Form):
    """Why an account ends, and who takes over."""

    reason = forms.CharField(label=_("Why the account ends"), max_length=500)
    successor = forms.EmailField(
        label=_("E-mail address of whoever takes over"),
        required=False,
        help_text=_("Without one, open work is laid back where the office sees it."),
    )
    takes_roles = forms.BooleanField(label=_("They take over the roles, too"), required=False)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_successor(self) -> User | None:
        """The person behind the address, among those whom ``by`` may know of."""
        address = self.cleaned_data["successor"]
        person = User.objects.known_as(address) if address else None
        if address and (person is None or not successors_known_to(self.by).filter(pk=person.pk).exists()):
            raise forms.ValidationError(_("Nobody has this address here. Invite them first."))
        return person
