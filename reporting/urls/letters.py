"""Addresses of letters to the units."""

from django.urls import path

from reporting.views import letters

urlpatterns = [
    path("bao-cao/<int:pk>/cong-van/", letters.letter_list, name="letter_list"),
    path("bao-cao/<int:pk>/cong-van/lap/", letters.letter_call, name="letter_call"),
    path("bao-cao/<int:pk>/don-doc/", letters.letter_chase, name="letter_chase"),
    path("cong-van/<int:pk>/", letters.letter_detail, name="letter_detail"),
    path("cong-van/<int:pk>/vao-so/", letters.letter_register, name="letter_register"),
    path("cong-van/<int:pk>/lap-lai/", letters.letter_again, name="letter_again"),
    path("cong-van/<int:pk>/tap-tin/", letters.letter_render, name="letter_render"),
    path("cong-van/<int:pk>/pdf/", letters.letter_pdf, name="letter_pdf"),
    path("cong-van/<int:pk>/word/", letters.letter_word, name="letter_word"),
]
