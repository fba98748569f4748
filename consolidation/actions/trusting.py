"""Say whose seal counts, and take it back."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from consolidation.documents import seal
from consolidation.models import Installation
from journal.actions import note_down


def trust_installation(*, name: str, public_key: str, checked: str, by: User) -> Installation:
    """Believe reports sealed with ``public_key`` from now on; ``checked`` says how its fingerprint was compared.

    RuleBroken: not permitted, no key, this portal's own, or known already (also when its trust was withdrawn).
    """
    _permit(by)
    try:
        fingerprint = seal.fingerprint(public_key)
    except ValueError as no:
        raise RuleBroken(
            _("This is not a public key: 44 letters, digits and signs, as the other portal shows it."),
            code="no_key",
        ) from no
    if public_key == seal.public_key():
        raise RuleBroken(
            _("This is the key of this portal itself; its own reports are in the library."), code="own_key"
        )
    if not checked:
        raise RuleBroken(_("Say with whom and how the fingerprint was compared."), code="not_checked")
    try:
        with transaction.atomic():
            installation = Installation.objects.create(
                name=name, public_key=public_key, fingerprint=fingerprint, checked=checked, trusted_by=by
            )
            note_down(installation, "trust_installation", by=by, note=checked, fingerprint=fingerprint)
    except IntegrityError as no:
        raise RuleBroken(
            _("This key is known already; look at the list of installations."), code="known"
        ) from no
    return installation


@transaction.atomic
def withdraw_trust(installation: Installation, *, why: str, by: User) -> Installation:
    """Believe nothing more that is sealed with the installation's key; what was received before stays.

    RuleBroken: not permitted, no reason, or withdrawn already.
    """
    _permit(by)
    if not why:
        raise RuleBroken(_("Say why the seal no longer counts."), code="no_reason")
    row = Installation.objects.select_for_update(no_key=True).get(pk=installation.pk)
    if not row.is_trusted:
        raise RuleBroken(_("The trust in this installation was withdrawn already."), code="moved_on")
    row.withdrawn_at, row.withdrawn_by, row.why_withdrawn = timezone.now(), by, why
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "why_withdrawn"])
    note_down(row, "withdraw_trust", by=by, note=why, fingerprint=row.fingerprint)
    return row


def _permit(by: User) -> None:
    if not by.has_perm("consolidation.trust_installation"):
        raise RuleBroken(_("Only an administrator says whose seal counts."), code="not_permitted")
