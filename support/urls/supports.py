"""Addresses of granted supports: the page, and a page for each step."""

from django.urls import path

from support.views import granted, support_steps, supports
from support.views.support_table import STEPS

urlpatterns = [
    path("ho-tro-da-duyet/", granted.support_list, name="support_list"),
    path("ho-tro-da-duyet/tep/", granted.support_export, name="support_export"),
    path("ho-tro-da-duyet/<int:pk>/", supports.support_detail, name="support_detail"),
    *(
        path(
            f"ho-tro-da-duyet/<int:pk>/{step.slug}/",
            support_steps.page_of(step),
            name=f"support_{step.name}",
        )
        for step in STEPS
    ),
]
