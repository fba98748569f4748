"""People in the administration, with import and export; their second factors and sessions can be taken away, not read."""

from collections.abc import Iterable
from typing import Any

import allauth.account.admin
import allauth.mfa.admin
import allauth.socialaccount.admin
import allauth.usersessions.admin  # noqa: F401 - registered there, and then not any more: see below
from allauth.account.decorators import reauthentication_required
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from import_export import fields

from accounts.actions.addresses import know_address
from accounts.actions.sessions import end_sessions
from accounts.forms import NewPersonForm, PersonForm
from accounts.models import AddressChange, User
from accounts.second_factor import DEVICES
from accounts.signals import happened
from common.one_by_one import ChangedMeanwhile
from common.readonly import ReadOnlyAdmin
from common.table_resource import TableResource, TextWidget, YesNoWidget
from common.tables import Tables
from common.volume import LargeAdmin


class UserResource(TableResource):
    """The columns of a list of people; passwords never travel in a file."""

    full_name = fields.Field(attribute="full_name", column_name="full_name", widget=TextWidget(), default="")
    is_active = fields.Field(attribute="is_active", column_name="is_active", widget=YesNoWidget())

    class Meta:
        model = User
        import_id_fields = ["email"]
        fields = ["email", "full_name", "is_active"]
        clean_model_instances = True
        skip_unchanged = True

    def before_import_row(self, row: dict, **kwargs: object) -> None:  # noqa: ARG002 - the library's signature
        row["email"] = str(row.get("email") or "").strip().lower()

    def after_save_instance(self, instance: User, row: dict, **kwargs: Any) -> None:  # noqa: ARG002
        """Whoever may no longer sign in is out at once, not only until somebody lets them in again."""
        if kwargs.get("dry_run"):
            return
        if not instance.is_active:
            end_sessions(instance)
        if self.was_active not in {None, instance.is_active}:
            _tell(instance, "change_account", kwargs["user"], is_active=instance.is_active)

    def import_instance(self, instance: User, row: dict, **kwargs: Any) -> None:
        """What the row says; ValidationError where it would shut out an administrator."""
        self.was_active = instance.is_active if instance.pk else None
        super().import_instance(instance, row, **kwargs)
        if instance.is_superuser and self.was_active and not instance.is_active:
            said = _("An administrator's account is ended on its own page, not by a table.")
            raise ValidationError({"is_active": said})

    def init_instance(self, row: dict | None = None) -> User:
        """A new person cannot sign in until a password is set."""
        person: User = super().init_instance(row)
        person.set_unusable_password()
        return person


def _tell(user: User, what: str, by: Any, **facts: object) -> None:
    """Whoever listens hears what an administrator did with an account."""
    happened.send(User, user=user, what=what, by=by, facts=facts)


POWERS = [
    "is_staff",
    "is_superuser",
    "is_demo",
    "groups",
    "user_permissions",
]  # given by administrators of the whole portal


again = method_decorator(reauthentication_required(allow_get=True))


class AskedAgainAdmin(admin.ModelAdmin):
    """Who may sign in, and how, changes only after the password or the second factor was shown a moment ago."""

    @again
    def changeform_view(self, request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        """As everywhere, but asked again before it is stored."""
        return super().changeform_view(request, *args, **more)

    @again
    def delete_view(self, request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        """As everywhere, but asked again before it is gone."""
        return super().delete_view(request, *args, **more)

    @again
    def changelist_view(self, request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        """As everywhere, but asked again before something is done with ticked rows."""
        return super().changelist_view(request, *args, **more)


@admin.register(User)
class UserAdmin(AskedAgainAdmin, Tables, LargeAdmin, DjangoUserAdmin):
    resource_classes = [UserResource]
    form = PersonForm
    add_form = NewPersonForm
    list_display = ["email", "full_name", "is_active", "is_staff", "is_demo", "last_login"]
    list_filter = ["is_active", "is_staff", "is_superuser", "is_demo"]
    search_fields = ["email", "full_name"]
    ordering = ["email"]
    readonly_fields = ["last_login", "date_joined", "opened_alone"]
    fieldsets = [
        (None, {"fields": ["email", "password", "full_name"]}),
        (
            _("Access"),
            {"fields": ["is_active", "is_staff", "is_superuser", "is_demo", "groups", "user_permissions"]},
        ),
        (_("Trace"), {"fields": ["last_login", "date_joined", "opened_alone"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "classes": ["wide"],
                "fields": ["email", "full_name", "usable_password", "password1", "password2"],
            },
        )
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Who is no administrator of the whole portal makes nobody one, not oneself either."""
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_superuser else [*fields, *POWERS]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nor changes the address or the password of one."""
        is_theirs = obj is None or request.user.is_superuser or not (obj.is_superuser or obj.is_staff)
        return is_theirs and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """As for changing; nobody deletes themselves."""
        is_theirs = obj is None or request.user.is_superuser or not (obj.is_superuser or obj.is_staff)
        return is_theirs and obj != request.user and super().has_delete_permission(request, obj)

    def has_import_permission(self, request: HttpRequest) -> bool:
        """A table says who may sign in, whoever they are."""
        return request.user.is_superuser

    @method_decorator(reauthentication_required)
    def import_action(self, request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        """Asked again before a file is chosen."""
        return super().import_action(request, *args, **more)

    @method_decorator(reauthentication_required)
    def user_change_password(self, request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        """Somebody else's password, asked again first; sessions of that person end by the new password."""
        return super().user_change_password(request, *args, **more)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        """An address an administrator writes is the only one that counts; whoever was signed in signs in again."""
        super().save_model(request, obj, form, change)
        if change and "email" in form.changed_data:
            know_address(obj)
        if change and {"email", "is_active"} & set(form.changed_data):
            end_sessions(obj)
        known = {"email", "is_active"} if change else set()
        for what, names in (("change_account", known), ("change_powers", set(POWERS))):
            if changed := names & set(form.changed_data):
                _tell(obj, what, request.user, **{name: bool(form.cleaned_data[name]) for name in changed})

    def get_form(self, request: HttpRequest, obj: User | None = None, **more: Any) -> Any:  # type: ignore[override] # as Django's own for people
        """The form, which knows who fills it in."""
        form = super().get_form(request, obj, **more)
        form.by = request.user  # type: ignore[attr-defined] # PersonForm's
        return form

    def held_with(self, keys: Iterable[Any]) -> Q:
        """With all administrators: of two who end each other at once one stays."""
        return super().held_with(keys) | Q(is_superuser=True)

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        """Unless whoever sends this has been ended by somebody meanwhile."""
        self.delete_queryset(request, User.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        """As above."""
        if not User.objects.filter(pk=request.user.pk or 0, is_active=True).exists():
            raise ChangedMeanwhile
        super().delete_queryset(request, queryset)

    def view_on_site(self, obj: User) -> str:
        """The person's page: roles, open work, ending the account, looking as they see."""
        return reverse("organisations:person_detail", args=[obj.pk])


admin.site.unregister([Authenticator, UserSession, SocialAccount, SocialApp, SocialToken, EmailAddress])


@admin.register(EmailAddress)
class EmailAddressAdmin(ReadOnlyAdmin):
    """What the library knows of addresses: whoever wrote one here would sign in as its person."""

    list_display = ["email", "user", "primary", "verified"]
    list_filter = ["verified"]
    list_select_related = ["user"]
    search_fields = ["email", "user__full_name"]


class TakenAwayAdmin(AskedAgainAdmin, ReadOnlyAdmin):
    """What an administrator reads and may take away from a person, who then sets it up again."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Administrators of the whole portal only."""
        return request.user.is_active and request.user.is_superuser


@admin.register(Authenticator)
class AuthenticatorAdmin(TakenAwayAdmin):
    """Second factors: an administrator takes a lost one away; nobody reads its secret."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    list_filter = ["type"]
    list_select_related = ["user"]
    search_fields = ["user__email", "user__full_name"]
    fields = ["user", "type", "created_at", "last_used_at"]

    def delete_model(self, request: HttpRequest, obj: Authenticator) -> None:
        """With the recovery codes that belonged to it, and whoever is signed in by it."""
        user, kind = obj.user, obj.type
        obj.delete()
        left = Authenticator.objects.filter(user=user)
        if not left.filter(type__in=DEVICES).exists():
            left.delete()
        end_sessions(user)
        _tell(user, "take_away_second_factor", request.user, kind=kind)

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """Each of them, or none."""
        for device in queryset:
            self.delete_model(request, device)


@admin.register(UserSession)
class UserSessionAdmin(TakenAwayAdmin):
    """Where people are signed in; their keys are not shown."""

    list_display = ["user", "created_at", "last_seen_at", "ip", "user_agent"]
    list_select_related = ["user"]
    search_fields = ["user__email", "user__full_name", "ip"]
    fields = ["user", "created_at", "last_seen_at", "ip", "user_agent"]

    def delete_model(self, request: HttpRequest, obj: UserSession) -> None:  # noqa: ARG002
        """End it at once."""
        obj.end()

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:  # noqa: ARG002
        """End each of them."""
        for session in queryset:
            session.end()


@admin.register(SocialAccount)
class IdentityAdmin(TakenAwayAdmin):
    """Identities that are linked to accounts; an administrator takes a wrong one away."""

    list_display = ["user", "provider", "uid", "date_joined", "last_login"]
    list_select_related = ["user"]
    search_fields = ["user__email", "user__full_name", "uid"]
    fields = ["user", "provider", "uid", "date_joined", "last_login"]


@admin.register(AddressChange)
class AddressChangeAdmin(ReadOnlyAdmin):
    """Changes of address, and what each mailbox answered."""

    list_display = ["user", "old", "new", "asked_at", "agreed_at", "proved_at", "outcome"]
    list_filter = ["outcome"]
    list_select_related = ["user"]
    search_fields = ["old", "new", "user__full_name"]
