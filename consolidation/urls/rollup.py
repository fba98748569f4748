"""Addresses of what several plans amount to: the country's and a province's."""

from django.urls import path

from consolidation.views import rollup

urlpatterns = [
    path("tong-hop/", rollup.rollup_country, name="rollup_country"),
    path("tong-hop/bang/", rollup.rollup_country_file, name="rollup_country_file"),
    path("tong-hop/van-ban/", rollup.rollup_country_paper, name="rollup_country_paper"),
    path("tong-hop/van-ban/<int:pk>/", rollup.rollup_paper_file, name="rollup_paper_file"),
    path("tong-hop/tinh/<slug:slug>/", rollup.rollup_province, name="rollup_province"),
    path("tong-hop/tinh/<slug:slug>/bang/", rollup.rollup_province_file, name="rollup_province_file"),
    path("tong-hop/tinh/<slug:slug>/van-ban/", rollup.rollup_province_paper, name="rollup_province_paper"),
]
