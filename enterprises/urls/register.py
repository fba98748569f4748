"""Addresses of the register: the list, an enterprise's page and what hangs on it."""

from django.urls import path

from enterprises.views import holdings, importing, listing, profile, size

urlpatterns = [
    path("doanh-nghiep/", listing.enterprise_list, name="enterprise_list"),
    path("doanh-nghiep/bang.<str:kind>", listing.table_file, name="table_file"),
    path("doanh-nghiep/nhap/", importing.import_page, name="import_page"),
    path("doanh-nghiep/nhap/mau.xlsx", importing.import_template, name="import_template"),
    path("doanh-nghiep/nhap/<int:pk>/", importing.import_detail, name="import_detail"),
    path("doanh-nghiep/nhap/<int:pk>/tep-goc/", importing.import_original, name="import_original"),
    path("doanh-nghiep/nhap/<int:pk>/loi.csv", importing.import_problems, name="import_problems"),
    path("doanh-nghiep/<int:pk>/", profile.enterprise_detail, name="enterprise_detail"),
    path("doanh-nghiep/<int:pk>/sua/", profile.enterprise_edit, name="enterprise_edit"),
    path("doanh-nghiep/<int:pk>/quy-mo/", size.size_declare, name="size_declare"),
    path("doanh-nghiep/<int:pk>/san-pham/them/", holdings.product_add, name="product_add"),
    path("doanh-nghiep/<int:pk>/san-pham/<int:product_pk>/", holdings.product_change, name="product_change"),
    path(
        "doanh-nghiep/<int:pk>/san-pham/<int:product_pk>/xoa/", holdings.product_remove, name="product_remove"
    ),
    path("doanh-nghiep/<int:pk>/chung-nhan/them/", holdings.certificate_add, name="certificate_add"),
    path(
        "doanh-nghiep/<int:pk>/chung-nhan/<int:certificate_pk>/",
        holdings.certificate_change,
        name="certificate_change",
    ),
    path(
        "doanh-nghiep/<int:pk>/chung-nhan/<int:certificate_pk>/xoa/",
        holdings.certificate_remove,
        name="certificate_remove",
    ),
]
