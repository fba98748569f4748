"""Addresses of registering, of an enterprise's people and of requests to join them."""

from django.urls import path

from enterprises.views import joining, own, people, registering

urlpatterns = [
    path("doanh-nghiep/dang-ky/", registering.register, name="register"),
    path("doanh-nghiep/dang-ky/kiem-tra/", registering.register_check, name="register_check"),
    path("doanh-nghiep/dang-ky/da-nhan/", registering.register_received, name="register_received"),
    path("doanh-nghiep/du-lieu-ca-nhan/", registering.privacy, name="privacy"),
    path("doanh-nghiep/cua-toi/", own.own_list, name="own_list"),
    path("doanh-nghiep/cua-toi/xac-nhan-thu/", own.address_confirm, name="address_confirm"),
    path("doanh-nghiep/yeu-cau/", joining.join_list, name="join_list"),
    path("doanh-nghiep/yeu-cau/<int:pk>/", joining.join_answer, name="join_answer"),
    path("doanh-nghiep/yeu-cau/<int:pk>/rut/", joining.join_withdraw, name="join_withdraw"),
    path("doanh-nghiep/<int:pk>/nguoi/", people.enterprise_people, name="enterprise_people"),
    path("doanh-nghiep/<int:pk>/nguoi/<int:membership>/vai-tro/", people.person_role, name="person_role"),
    path(
        "doanh-nghiep/<int:pk>/nguoi/<int:membership>/cho-thoi/", people.person_remove, name="person_remove"
    ),
    path(
        "doanh-nghiep/<int:pk>/nguoi/<int:membership>/ban-giao/",
        people.person_hand_over,
        name="person_hand_over",
    ),
    path("doanh-nghiep/<int:pk>/roi-di/", people.enterprise_leave, name="enterprise_leave"),
    path("doanh-nghiep/<int:pk>/ma-so-thue/", people.enterprise_reveal, name="enterprise_reveal"),
]
