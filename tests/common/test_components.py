"""The parts pages are made of, drawn from small templates."""

from decimal import Decimal
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from common.templatetags.components import STATES


class Page(HTMLParser):
    """Tags and words of a drawn part."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.words, self.html = [], "", html
        self.feed(html)
        self.words = " ".join(self.words.split())

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words += data

    def all(self, name):
        return [attrs for tag, attrs in self.tags if tag == name]


def drawn(source, **context):
    with translation.override("en"):
        return Page(Template("{% load components gallery %}" + source).render(Context(context)))


class PersonForm(forms.Form):
    name = forms.CharField(label="Name", help_text="In full.")
    nickname = forms.CharField(label="Nickname", required=False)
    weight = forms.DecimalField(label="Weight", widget=forms.TextInput(attrs={"data-unit": "kg"}))
    colour = forms.ChoiceField(
        label="Colour", choices=[("r", "Red"), ("b", "Blue")], widget=forms.RadioSelect
    )

    def clean(self):
        raise forms.ValidationError("The person is unknown.")


@pytest.mark.parametrize("kind", STATES)
def test_a_state_shows_its_letter_and_its_word(kind):
    letter, word = STATES[kind]
    with translation.override("en"):
        expected = str(word) if kind == "locked" else f"{letter}{word}"
    assert drawn("{% status kind %}", kind=kind).words == expected


def test_states_are_told_apart_by_their_letters():
    with translation.override("en"):
        letters = [str(letter) for letter, _word in STATES.values()]
    assert len(set(letters)) == len(STATES)


def test_a_compact_state_keeps_its_word_for_the_ear_and_the_mouse():
    page = drawn('{% status "overdue" compact=True %}')
    assert (page.words, page.all("span")[0]["title"]) == ("LOverdue", "Overdue")


def test_a_state_nobody_knows_is_refused():
    with pytest.raises(KeyError):
        drawn('{% status "mislaid" %}')


def test_a_notice_is_read_out_only_when_it_appears():
    still = drawn('{% notice "warn" %}<p>Mind.</p>{% endnotice %}')
    alive = drawn('{% notice "danger" live=True %}<p>Mind.</p>{% endnotice %}')
    assert [part.all("div")[0].get("role") for part in (still, alive)] == [None, "alert"]


def test_words_of_people_are_escaped():
    page = drawn("{% card title %}{{ body }}{% endcard %}", title="<b>x</b>", body="<script>")
    assert [tag for tag, _attrs in page.tags] == ["section", "h2"]


@pytest.mark.parametrize(
    ("value", "words"),
    [(None, "No figure yet of 60 firms"), (0, "0 of 60 firms"), (Decimal("12.50"), "12.5 of 60 firms")],
)
def test_not_measured_is_not_zero(value, words):
    assert drawn('{% progress_bar value 60 unit="firms" %}', value=value).words == words


def test_the_tick_stands_at_the_target_and_the_bar_ends_at_the_figure():
    page = drawn("{% progress_bar 25 50 maximum=100 %}")
    widths = [rect["width"] for rect in page.all("rect")]
    assert (widths, page.all("line")[0]["x1"]) == (["100", "25.00"], "50.00")


def test_a_bar_never_leaves_its_scale():
    page = drawn("{% progress_bar 250 50 maximum=100 %}")
    assert page.all("rect")[1]["width"] == "100.00"


def test_a_button_posts_with_the_token_and_may_ask_first():
    page = drawn('{% action_button "Withdraw" "/go/" confirm="Withdraw it?" %}', csrf_token="t" * 32)
    assert page.all("form") == [{"class": "action", "method": "post", "action": "/go/"}]
    assert page.all("input")[0]["value"] == "t" * 32
    assert page.all("button")[0]["data-confirm"] == "Withdraw it?"


class Refusal(SimpleNamespace):
    def __bool__(self):
        return False


def test_a_refused_button_says_why_beside_it_and_sends_nothing():
    page = drawn(
        '{% action_button "Issue" "/go/" answer=answer %}', answer=Refusal(reason="Two returns are missing.")
    )
    button = page.all("button")[0]
    assert page.words == "Issue Two returns are missing."
    assert (button["type"], button["aria-disabled"], page.all("form")) == ("button", "true", [])
    assert button["aria-describedby"] == page.all("span")[1]["id"]


def test_a_fact_not_stated_is_not_zero():
    page = drawn("{% facts rows %}", rows=[("Budget", None), ("Staff", 0), ("Note", "")])
    assert page.words == "Budget Not stated Staff 0 Note Not stated"


def test_crumbs_end_at_this_page():
    page = drawn('{% crumbs "Plans" "/plans/" "149/KH-UBND" %}')
    assert page.all("a") == [{"href": "/plans/"}]
    assert page.all("span") == [{"aria-current": "page"}]


def test_pagination_keeps_the_filters():
    request = RequestFactory().get("/list/?year=2026&page=2")
    page = drawn("{% pagination page %}", page=Paginator(range(30), 10).page(2), request=request)
    assert [link["href"] for link in page.all("a")] == ["?year=2026&page=1", "?year=2026&page=1"] + [
        "?year=2026&page=3"
    ] * 2
    assert page.words.startswith("11–20 of 30")


def test_one_page_needs_no_pagination():
    page = drawn(
        "{% pagination page %}", page=Paginator(range(3), 10).page(1), request=RequestFactory().get("/")
    )
    assert (page.words, page.all("a")) == ("1–3 of 3", [])


def test_required_is_the_rule_and_only_the_optional_is_marked():
    page = drawn("{{ form.name.as_field_group }}{{ form.nickname.as_field_group }}", form=PersonForm())
    assert page.words == "Name In full. Nickname (optional)"


def test_a_field_is_wired_to_its_help_and_its_error():
    page = drawn("{{ form.name.as_field_group }}", form=PersonForm({}))
    box = page.all("input")[0]
    places = [attrs["id"] for _tag, attrs in page.tags if attrs.get("id") in box["aria-describedby"].split()]
    assert (box["aria-invalid"], places) == ("true", ["id_name_helptext", "id_name_error"])


def test_a_unit_is_seen_at_the_field_and_heard_in_its_label():
    page = drawn("{{ form.weight.as_field_group }}", form=PersonForm())
    assert page.words == "Weight (kg) kg"


def test_choices_are_grouped_under_one_question():
    page = drawn("{{ form.colour.as_field_group }}", form=PersonForm())
    assert [tag for tag, _attrs in page.tags[:2]] == ["fieldset", "legend"]


def test_the_summary_leads_to_every_slip_of_forms_and_formsets():
    rows = forms.formset_factory(PersonForm, extra=0)
    data = {
        "form-TOTAL_FORMS": "1",
        "form-INITIAL_FORMS": "1",
        "form-0-name": "An",
        "form-0-weight": "x",
        "form-0-colour": "",
    }
    page = drawn(
        "{% error_summary form rows %}",
        form=PersonForm({"name": "", "weight": "1", "colour": "r"}),
        rows=rows(data),
    )
    assert [link["href"] for link in page.all("a")] == [
        "#id_name",
        "#id_form-0-weight",
        "#id_form-0-colour_0",
    ]
    assert page.words.count("The person is unknown.") == 2
    assert page.words.count("Row 1: Weight") == 1


def test_a_form_not_sent_yet_has_no_summary():
    assert drawn("{% error_summary form nothing %}", form=PersonForm(), nothing=None).html.strip() == ""


@pytest.mark.parametrize(("status", "asks_again"), [("running", True), ("done", False), ("failed", False)])
def test_only_unfinished_work_asks_again(status, asks_again):
    job = SimpleNamespace(pk=7, title="Load", status=status, done=1, total=4, percent=25, step="", problem="")
    job.is_finished = status in {"done", "failed"}
    page = drawn('{% include "components/_job.html" %}', job=job)
    assert ("hx-trigger" in page.all("section")[0]) is asks_again
