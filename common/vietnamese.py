"""Vietnamese text: one stored form, one form to search by, one key to sort by.

The same word reaches the portal in several spellings: composed or decomposed letters, the tone on either
vowel (``hóa``, ``hoá``), a Đ typed as the Icelandic letter that looks the same.
Nothing here rewrites what people wrote; :func:`fold` and :func:`sort_key` are kept beside the original.
"""

import re
import unicodedata

TONES = {
    "\u0300": "01",
    "\u0309": "02",
    "\u0303": "03",
    "\u0301": "04",
    "\u0323": "05",
}  # huyền hỏi ngã sắc nặng
SHAPES = {"\u0302", "\u0306", "\u031b"}  # circumflex, breve and horn make a letter of their own
ALPHABET = tuple("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")

# One letter is two digits, above every mark that may follow a letter (see sort_key).
LETTERS = {unicodedata.normalize("NFD", letter): str(20 + place) for place, letter in enumerate(ALPHABET)}
END, NUMBER, FOREIGN = "00", "10", "90"
LONGEST_NUMBER = 99  # digits; a longer run is sorted as several numbers

MARKS = "\u0300-\u036f"
SYLLABLES = re.compile(rf"(?:[^\W_][{MARKS}]*)+")
PARTS = re.compile(rf"([0-9]+)|([^\W_])([{MARKS}]*)")

LOOK_ALIKES = str.maketrans({"Đ": "d", "đ": "d", "Ð": "d", "ð": "d", "Ɖ": "d", "ɖ": "d"})
TYPOGRAPHY = str.maketrans("‐‑‒–—−“”„‘’‚", "------\"\"\"'''")
KEPT_CONTROLS = "\n\t"
NO_SIGNS = "\ufffe\uffff"  # no XML may hold them: one would spoil a whole workbook


def nfc(text: str) -> str:
    """Return the text in the composed form (NFC) in which everything is stored and printed."""
    return unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """Return the text as it may be stored: NFC, no invisible or control characters, no blanks at the ends.

    Line breaks and tabs stay. Gone are the characters PostgreSQL or XML refuse (NUL, lone surrogates, U+FFFE and U+FFFF) and those
    that make two equal-looking words differ (zero-width spaces, soft hyphens, direction marks).
    """
    if text.isprintable():  # nothing to take out, as in nearly every text: thirty times as fast
        return nfc(text).strip()
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return nfc("".join(sign for sign in lines if sign in KEPT_CONTROLS or not _is_invisible(sign))).strip()


def fold(text: str) -> str:
    """Return the form to search by: lower case, no marks, đ as d, single blanks, plain dashes and quotes.

    ``hóa`` and ``hoá`` fold alike, and so do composed and decomposed spellings. Folding twice changes nothing.
    """
    plain = _without_marks(clean(text).translate(TYPOGRAPHY)).translate(LOOK_ALIKES).lower()
    return " ".join(_without_marks(plain).split())


def sort_key(text: str) -> str:
    """Return a key that sorts by the order of Vietnamese dictionaries; only the digits 0-9, so it may be stored.

    Syllable after syllable from left to right; in a syllable first the letters (a ă â b c d đ e ê …), then the
    tone (ngang, huyền, hỏi, ngã, sắc, nặng); numbers by their value. Case, punctuation and the vowel that carries
    the tone do not matter, so break ties by another column. Digits keep their order under every collation of the
    database. The key is two to three times as long as a Vietnamese name and longer in other scripts: a text column.
    """
    return "".join(_syllable_key(word) for word in SYLLABLES.findall(_apart(text)))


def _is_invisible(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cf", "Cs"} or sign in NO_SIGNS


def _without_marks(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text)
    if apart.isascii():  # as every Vietnamese text when it is looked at again
        return apart
    return "".join(sign for sign in apart if not unicodedata.category(sign).startswith("M"))


def _apart(text: str) -> str:
    """Lower case, every mark behind its letter (NFD), Đ in all its disguises as the Vietnamese letter."""
    return unicodedata.normalize("NFD", clean(text).lower()).translate(str.maketrans("ðɖ", "đđ"))


def _syllable_key(word: str) -> str:
    letters: list[str] = []
    tones: list[str] = []
    for digits, base, marks in PARTS.findall(word):
        if digits:
            letters.extend(
                _number_key(digits[at : at + LONGEST_NUMBER]) for at in range(0, len(digits), LONGEST_NUMBER)
            )
        else:
            letters.append(_letter_key(base, marks))
        tones.extend(TONES[mark] for mark in marks if mark in TONES)
    return "".join((*letters, *tones, END))


def _number_key(digits: str) -> str:
    value = digits.lstrip("0")
    return f"{NUMBER}{len(value):02d}{value}"


def _letter_key(base: str, marks: str) -> str:
    shaped = base + "".join(mark for mark in marks if mark in SHAPES)
    return LETTERS.get(shaped) or LETTERS.get(base) or f"{FOREIGN}{ord(base):07d}"
