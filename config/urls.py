"""The addresses of the portal, app by app."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import RedirectView
from django.views.i18n import set_language

from accounts.urls import replaced

# one door for everybody: the administration has none that leads past the second factor and the count of wrong tries
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
# and no page for changing a password that counts no wrong tries, tells nobody and leaves its session in no list
admin.site.password_change = RedirectView.as_view(pattern_name="account_change_password")  # type: ignore[method-assign,assignment]

handler400 = "common.limits.bad_request"
handler500 = "operations.views.errors.server_error"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("tai-khoan/", include("accounts.urls")),
    path("tai-khoan/", include(replaced)),
    path("tai-khoan/", include("allauth.account.urls")),
    path("tai-khoan/2fa/", include("allauth.mfa.urls")),
    path("tai-khoan/3rdparty/", include("allauth.socialaccount.urls")),
    path("tai-khoan/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("ngon-ngu/", login_not_required(set_language), name="set_language"),
    path("", include("operations.urls")),
    path("", include("portal.urls")),
    path("", include("journal.urls")),
    path("", include("organisations.urls")),
    path("", include("programmes.urls")),
    path("", include("enterprises.urls")),
    path("", include("support.urls")),
    path("", include("reporting.urls")),
    path("", include("consolidation.urls")),
    path("", include("api.urls")),
    path("", include("jobs.urls")),
    path("", include("outbox.urls")),
]
