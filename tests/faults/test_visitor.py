"""A page's forms are sent as a browser would send them untouched."""

from faults.visitor import Answer

PAGE = """
<form action="/a/"><input type="hidden" name="t" value="1"><input name="off" disabled value="x">
<textarea name="w">
a &amp; b</textarea><select name="s"><option value="1">x<option value="2" selected>y</select>
<select name="first"><option value="7">x<option value="8">y</select>
<input type="checkbox" name="no" value="1"><input type="checkbox" name="yes" value="1" checked>
<input type="file" name="f"><button name="save" value="draft">x</button></form><input name="outside">
"""


def test_fields_choices_and_texts_are_read():
    [form] = Answer(200, "", PAGE).forms
    assert form.action == "/a/"
    assert form.fields == [("t", "1"), ("w", "a & b"), ("s", "2"), ("first", "7"), ("yes", "1")]
    assert (form.files, form.buttons) == (["f"], [("no", "1"), ("save", "draft")])
    assert [form.has(name) for name in ("t", "f", "no", "save", "off", "outside")] == [
        True, True, True, True, False, False,
    ]  # fmt: skip
