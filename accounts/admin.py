"""People in the administration, with import and export."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.utils.translation import gettext_lazy as _
from import_export import resources
from import_export.admin import ImportExportModelAdmin

from accounts.models import User


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
class UserAdmin(ImportExportModelAdmin, DjangoUserAdmin):
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
