"""``manage.py demo_accounts``: print the demo accounts of every role and their password."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from accounts.models import User
from portal import demo


class Command(BaseCommand):
    """Prints only accounts that exist and are marked demo."""

    help = "Print the demo accounts and their password."

    def handle(self, **options: Any) -> None:  # noqa: ARG002 - no options
        wanted = demo.facts()
        known = set(User.objects.filter(is_demo=True, is_active=True).values_list("email", flat=True))
        rows = [(a["email"], a["name"]) for a in wanted["accounts"] if a["email"] in known]
        if not rows:
            self.stdout.write(_("There are no demo accounts here; “manage.py load_demo” makes them."))
            return
        width = max(len(email) for email, _name in rows)
        for email, name in rows:
            self.stdout.write(f"  {email:<{width}}  {name}")
        self.stdout.write(_("Password of all demo accounts: %s") % wanted["password"])
