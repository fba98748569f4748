"""People who can sign in: the staff of every province, of its units, and of some enterprises; all of them labelled demo."""

from dataclasses import asdict, dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.utils import encrypt
from django.contrib.auth.hashers import make_password

from accounts.models import User
from enterprises.models import Enterprise, EnterpriseMembership
from load.pour import Row, pour, reserved
from organisations.models import Membership, Organisation, Province

PASSWORD = "bốn từ dễ nhớ thôi"  # noqa: S105 - of people nobody is
SEE_ALL = ("specialist", "leader", "reader")  # who see more than a unit and therefore show a second factor


@dataclass
class Account:
    """Somebody with what they need at the door. ``place`` is the unit or the enterprise they act for."""

    role: str
    email: str
    province: int
    place: int
    secret: str = ""
    user: int = 0

    @property
    def row(self) -> Row:
        """As the portal keeps people."""
        return {
            "id": self.user,
            "email": self.email,
            "full_name": f"Người thử tải {self.user} (demo)",
            "is_active": True,
            "is_demo": True,
        }


def pour_accounts(
    units: dict[int, list[Organisation]], *, specialists: int, enterprises: int
) -> list[Account]:
    """Everybody of these provinces, with one password and, where it is asked for, a second factor of their own."""
    accounts: list[Account] = []
    for province in Province.objects.filter(pk__in=units).order_by("pk"):
        accounts += _staff(province, units[province.pk], specialists)
        own = Enterprise.objects.filter(province=province, tax_code__startswith="1").order_by("-pk")
        accounts += [
            Account("enterprise", f"tai-dn-{number}.{province.slug}@demo.example", province.pk, pk)
            for number, pk in enumerate(own.values_list("pk", flat=True)[:enterprises])
        ]
    for account, pk in zip(accounts, reserved(User, len(accounts)), strict=True):
        account.user = pk
        account.secret = generate_totp_secret() if account.role in SEE_ALL else ""
    _write(accounts)
    return accounts


def _staff(province: Province, units: list[Organisation], specialists: int) -> list[Account]:
    dost = next(unit.pk for unit in units if unit.standard == "DOST")
    people = Organisation.objects.filter(province=province, standard="PPC").order_by("pk")
    seats = [("specialist", dost)] * specialists + [("leader", dost), ("reader", people[0].pk)]
    for unit in units:
        seats += [("focal_point", unit.pk), ("unit_leader", unit.pk)]
    return [
        Account(
            role, f"tai-{role.replace('_', '-')}-{number}.{province.slug}@demo.example", province.pk, place
        )
        for number, (role, place) in enumerate(seats)
    ]


def _write(accounts: list[Account]) -> None:
    password = make_password(PASSWORD)
    pour(User, (account.row | {"password": password} for account in accounts))
    pour(
        Membership,
        (
            {"user_id": a.user, "organisation_id": a.place, "role": a.role}
            for a in accounts
            if a.role != "enterprise"
        ),
    )
    pour(
        EnterpriseMembership,
        (
            {"user_id": a.user, "enterprise_id": a.place, "role": "manager"}
            for a in accounts
            if a.role == "enterprise"
        ),
    )
    for account in accounts:
        if account.secret:
            Authenticator.objects.create(
                user_id=account.user,
                type=Authenticator.Type.TOTP,
                data={"secret": encrypt(account.secret)},
            )


def told(accounts: list[Account]) -> list[Row]:
    """As those who play them need it."""
    return [asdict(account) for account in accounts]
