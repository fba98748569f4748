"""Every check, in the order of the paper, with why it is made and where the rule comes from."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consolidation.completeness import (
    citing,
    figures,
    groups,
    letterhead,
    placed,
    placeholders,
    repeated,
    units,
    years,
)
from consolidation.completeness.finding import Finding
from consolidation.completeness.matter import Matter

HEAD = _("NĐ 30/2020/NĐ-CP, Phụ lục I (form of the paper).")
SIGNING = _("NĐ 30/2020/NĐ-CP, Phụ lục I (who signs and how).")
BEFORE_SIGNING = _("NĐ 30/2020/NĐ-CP, Đ.12: content and form are checked before the paper is signed.")
THREE = _(
    "“Nothing happened” (declared), “not reported” and 0 (measured) are three answers; none stands for another."
)
APART = _(
    "Results of the Programme and integrated ones (lồng ghép), and different units, are never added up."
)
CITED = _(
    "NĐ 30/2020/NĐ-CP, Phụ lục I: a citation names kind, number and symbol, date and issuer as the paper cited has them."
)
ONCE = _("An enterprise counts once in a sum of a year, whoever helped it how often.")
PRACTICE = _("Practice of consolidation, not law.")


@dataclass(frozen=True)
class Check:
    """A question asked of every report: ``look`` yields what it finds; ``rule`` says why it is asked and its source."""

    key: str
    title: str | Promise
    rule: str | Promise
    look: Callable[[Matter], Iterator[Finding]]


CHECKS: tuple[Check, ...] = (
    Check("addressees", _("“Kính gửi” and “Như trên”"), HEAD, letterhead.addressees_are_named),
    Check("recipients", _("“Nơi nhận”"), HEAD, letterhead.recipients_are_named),
    Check("signature", _("Symbol and signature"), SIGNING, letterhead.signature_is_complete),
    Check("title", _("Year of the title"), BEFORE_SIGNING, years.title_names_the_year),
    Check("date", _("Year of the date"), BEFORE_SIGNING, years.date_follows_the_year),
    Check("years", _("Years in headings and text"), BEFORE_SIGNING, years.years_agree),
    Check("quarters", _("Quarter in headings"), BEFORE_SIGNING, years.quarters_agree),
    Check("placeholders", _("Places not filled in"), BEFORE_SIGNING, placeholders.places_are_filled),
    Check("placed", _("Everything sent is placed"), PRACTICE, placed.everything_is_placed),
    Check("strays", _("Passages outside the outline"), BEFORE_SIGNING, placed.passages_have_a_section),
    Check("changed", _("Originals changed later"), BEFORE_SIGNING, placed.originals_are_unchanged),
    Check("groups", _("Every national task group"), THREE, groups.groups_are_present),
    Check("parts", _("Every part of the outline"), THREE, groups.parts_are_written),
    Check("nil", _("“Nothing happened” agrees with the forms"), THREE, groups.nil_agrees_with_the_forms),
    Check("nil_reason", _("“Nothing happened” has its reason"), THREE, groups.nil_has_a_reason),
    Check("silent", _("Silent units"), THREE, units.silent_units_are_named),
    Check("late", _("Late units"), PRACTICE, units.late_units_are_named),
    Check("rendered", _("Files up to date"), BEFORE_SIGNING, units.rendering_is_current),
    Check("merged", _("Merged figures and their sources"), APART, figures.merged_figures_agree),
    Check("within", _("Parts within their whole (trong đó)"), BEFORE_SIGNING, figures.parts_are_within_their_whole),
    Check("sums", _("Results agree with each other and with the annex"), BEFORE_SIGNING, figures.results_agree_with_themselves),
    Check("records", _("Figures and their records"), BEFORE_SIGNING, figures.counts_agree_with_records),
    Check("tables", _("Sums of typed tables"), BEFORE_SIGNING, figures.typed_tables_add_up),
    Check("doubles", _("Enterprises claimed twice"), ONCE, repeated.beneficiaries_count_once),
    Check("registered", _("Cited documents are registered"), CITED, citing.citations_are_registered),
    Check("dates", _("One date per cited document"), CITED, citing.citations_agree),
    Check("symbols", _("Symbols of one issuer"), CITED, citing.symbols_are_consistent),
    Check("alike", _("Documents that look like others"), CITED, citing.numbers_do_not_clash),
    Check("same", _("Text of the report before"), PRACTICE, repeated.text_is_new),
    Check("tfp", _("TFP with its figure"), BEFORE_SIGNING, repeated.tfp_has_its_figure),
    Check("outline", _("Outline and request letter"), PRACTICE, placed.outline_is_the_newest),
    Check("comments", _("Open remarks"), PRACTICE, placed.comments_are_settled),
)  # fmt: skip
