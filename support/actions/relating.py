"""Saying that contents of several plans are one content where "once per content" is counted."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from journal.actions import note_down
from support.models import Support, SupportContent


def refuse_what_would_stand_twice(content: SupportContent, kin: str) -> None:
    """RuleBroken where somebody was granted ``content`` and another of ``kin``, each of which may stand once only."""
    others = Support.objects.standing().filter(kin=kin, is_once=True).exclude(content=content)
    twice = Support.objects.standing().filter(
        content=content, is_once=True, family__in=others.values("family")
    )
    if names := sorted({str(support.enterprise) for support in twice.select_related("enterprise")}):
        raise RuleBroken(
            _("Already supported with both contents: %(names)s. Each may stand once only.")
            % {"names": ", ".join(names)}
        )


@transaction.atomic
def relate(content: SupportContent, *, kin: str, by: User) -> SupportContent:
    """Count ``content`` under ``kin`` from now on, together with every support it was granted for.

    RuleBroken where an organisation would then hold the same content twice though a plan allows it once: somebody has to
    decide what becomes of the second first.
    """
    content = SupportContent.objects.select_for_update().get(pk=content.pk)
    refuse_what_would_stand_twice(content, kin)
    before, content.kin = content.kin, kin
    content.save(update_fields=["kin"])
    Support.objects.filter(content=content).update(kin=kin)
    note_down(content, "relate", by=by, before=before, after=kin)
    return content
