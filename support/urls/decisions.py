"""Addresses of appraisals and decisions."""

from django.urls import path

from support.views import appraising, deciding, decisions

urlpatterns = [
    path("ho-so/<int:pk>/tham-dinh/", appraising.appraiser_list, name="appraiser_list"),
    path("nguoi-tham-dinh/<int:pk>/rut/", appraising.appraiser_take_back, name="appraiser_take_back"),
    path("ho-so/<int:pk>/cham-diem/", appraising.appraisal_score, name="appraisal_score"),
    path("ho-so/<int:pk>/khai-xung-dot/", appraising.appraisal_declare, name="appraisal_declare"),
    path("ho-so/<int:pk>/quyet-dinh/", decisions.decision_detail, name="decision_detail"),
    path("ho-so/<int:pk>/quyet-dinh/bien-ban/", decisions.decision_minutes, name="decision_minutes"),
    path("ho-so/<int:pk>/quyet-dinh/de-xuat/", deciding.decision_propose, name="decision_propose"),
    path("ho-so/<int:pk>/quyet-dinh/ky/", deciding.decision_take, name="decision_take"),
    path("ho-so/<int:pk>/quyet-dinh/xem-xet-lai/", deciding.decision_reconsider, name="decision_reconsider"),
    path("ho-so/<int:pk>/quyet-dinh/vao-so/", decisions.decision_register, name="decision_register"),
    path("ho-so/<int:pk>/quyet-dinh/tap-tin/", decisions.decision_render, name="decision_render"),
    path("ho-so/<int:pk>/quyet-dinh/pdf/", decisions.decision_pdf, name="decision_pdf"),
    path("ho-so/<int:pk>/quyet-dinh/word/", decisions.decision_word, name="decision_word"),
]
