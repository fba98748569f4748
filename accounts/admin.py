"""People in the administration, with import and export; their second factors and sessions can be taken away, not read."""

from typing import Any

import allauth.account.admin
import allauth.mfa.admin
import allauth.socialaccount.admin
import allauth.usersessions.admin
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from import_export import resources
from import_export.admin import ImportExportModelAdmin

from accounts.actions.addresses import know_address
from accounts.actions.sessions import end_sessions
from accounts.models import AddressChange, User
from common.readonly import ReadOnlyAdmin
from common.volume import LargeAdmin


class UserResource(resources.ModelResource):
    """The columns of a list of people; passwords never travel in a file."""

    class Meta:
        model = User
        import_id_fields = ["email"]
        fields = ["email", "full_name", "is_active"]
        clean_model_instances = True
        skip_unchanged = True

    def before_import_row(self, row: dict, **kwargs: object) -> None:  # noqa: ARG002 - the library's signature
        row["email"] = str(row.get("email") or "").strip().lower()

    def init_instance(self, row: dict | None = None) -> User:
        """A new person cannot sign in until a password is set."""
        person: User = super().init_instance(row)
        person.set_unusable_password()
        return person


class NewPersonForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["email", "full_name"]


class PersonForm(UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"


@admin.register(User)
class UserAdmin(LargeAdmin, ImportExportModelAdmin, DjangoUserAdmin):
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

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        """An address an administrator writes is the only one that counts; whoever was signed in signs in again."""
        super().save_model(request, obj, form, change)
        if change and "email" in form.changed_data:
            know_address(obj)
        if change and {"email", "is_active"} & set(form.changed_data):
            end_sessions(obj)

    def view_on_site(self, obj: User) -> str:
        """The person's page: roles, open work, ending the account, looking as they see."""
        return reverse("organisations:person_detail", args=[obj.pk])


admin.site.unregister([Authenticator, UserSession, SocialAccount, SocialApp, SocialToken, EmailAddress])


@admin.register(EmailAddress)
class EmailAddressAdmin(LargeAdmin, allauth.account.admin.EmailAddressAdmin):
    """Addresses, as many as people."""

    list_select_related = ["user"]


class TakenAwayAdmin(ReadOnlyAdmin):
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
