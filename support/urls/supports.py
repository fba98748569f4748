"""Addresses of granted supports: the page, and a page for each step."""

from django.urls import path

from support.views import support_steps, supports
from support.views.support_table import STEPS

urlpatterns = [
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
