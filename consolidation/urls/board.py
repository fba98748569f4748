"""Addresses of the composition board."""

from django.urls import path

from consolidation.views import board, board_preview

urlpatterns = [
    path("bao-cao-tong-hop/<int:pk>/soan/", board.report_board, name="report_board"),
    path(
        "bao-cao-tong-hop/<int:pk>/soan/cong-viet/<int:passage>/",
        board_preview.board_preview,
        name="board_preview",
    ),
    path("bao-cao-tong-hop/<int:pk>/soan/<str:section>/", board.board_section, name="board_section"),
]
