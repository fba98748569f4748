"""The report of Hưng Yên for 2023 and that of Hà Giang (demo), composed from what units reported, read off the PDF."""

import re
import subprocess
import unicodedata

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from common.formatting import administrative_date
from portal import demo
from programmes.models.document import KIND_IN_DOCUMENTS
from reporting.loading import DATA


@pytest.fixture(scope="module")
def papers(django_db_setup, django_db_blocker, tmp_path_factory):
    """Both reports as PDF, composed once in a world that is rolled back."""
    folder = tmp_path_factory.mktemp("papers")
    storage = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(folder)}}
    with (
        django_db_blocker.unblock(),
        override_settings(STORAGES={**settings.STORAGES, "default": storage}),
        transaction.atomic(),
    ):
        call_command("load_plans", verbosity=0)
        demo.load(on=timezone.localdate())
        for key in ("hung-yen-101-2021", "ha-giang-125-2021"):
            call_command("render_report", key, "2023", "--to", str(folder / f"{key}.pdf"), verbosity=0)
        transaction.set_rollback(True)
    return folder


def read(path) -> str:
    """The words of the PDF as a reader copies them, white space folded."""
    said = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    return re.sub(r"\s+", " ", said)


@pytest.fixture(scope="module")
def hung_yen(papers):
    return read(papers / "hung-yen-101-2021.pdf")


def facts():
    return yaml.safe_load((DATA / "hung-yen-2023.yaml").read_text(encoding="utf-8"))


def missing(words, text) -> list[str]:
    """What a reader does not find, ignoring where lines break within a word of the paper."""
    there = text.replace("- ", "-")
    return [word for word in words if re.sub(r"\s+", " ", word).replace("- ", "-") not in there]


def test_every_document_is_listed_with_number_day_issuer_and_abstract(hung_yen):
    documents = [d for unit in facts()["submissions"] for d in unit.get("documents") or []]
    assert len(documents) == 10
    wanted = [
        f"{KIND_IN_DOCUMENTS[d['kind']]} số {d['number_text']} ngày {administrative_date(d['issued_on'])} "
        f"của {d['issuer_text']} về việc {d['abstract'].strip()}"
        for d in documents
    ]
    assert missing(wanted, hung_yen) == []


def test_the_letters_are_cited(hung_yen):
    letters = facts()["letters"]
    assert missing([d["number_text"] for d in letters], hung_yen) == []
    assert missing([f"ngày {administrative_date(d['issued_on'])}" for d in letters], hung_yen) == []


def test_every_figure_is_there_as_the_paper_words_it(hung_yen):
    wanted = ["gần 3.000", "gần 200 đại biểu", "08 phóng sự", "05 doanh nghiệp", "03 công chức, viên chức"]
    assert missing(wanted, hung_yen) == []


def test_the_nil_sentences_are_verbatim(hung_yen):
    assert hung_yen.count("Năm 2023 không hỗ trợ doanh nghiệp nội dung này.") == 1
    assert hung_yen.count("Năm 2023 không phát sinh nội dung này.") == 2


def test_both_years_of_section_two_agree(hung_yen):
    heading = re.search(r"II\. Đánh giá kết quả.*?đến hết năm (\d{4})", hung_yen)
    assert (heading.group(1), "năm 2024" in heading.group(0)) == ("2023", False)


def test_statements_of_every_kind_are_there(hung_yen):
    wanted = [s["text"].strip() for unit in facts()["submissions"] for s in unit.get("statements") or []]
    assert missing(wanted, hung_yen) == []


def test_letterhead_recipients_and_signature(hung_yen):
    wanted = [
        "UBND TỈNH HƯNG YÊN",
        "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
        "Độc lập - Tự do - Hạnh phúc",
        "Kính gửi",
        "tháng 11 năm 2023",
    ]
    wanted += ["Nơi nhận:", "- Lưu: VT, TĐC.", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Nguyễn Thái Kiều Ngân"]
    assert missing(wanted, hung_yen) == []


def test_the_words_come_out_composed(hung_yen):
    assert hung_yen == unicodedata.normalize("NFC", hung_yen)


def test_ha_giang_is_plainly_a_demo_and_never_adds_forty_to_forty(papers):
    words = read(papers / "ha-giang-125-2021.pdf")
    assert "DỮ LIỆU MINH HỌA (DEMO)" in words
    assert "chưa chọn cách gộp" in words
    assert missing(["Chưa báo cáo", "không phát sinh", "Đã nộp muộn", "III.6", "III.7"], words) == []
    assert not re.search(r"\b80\b", words)
