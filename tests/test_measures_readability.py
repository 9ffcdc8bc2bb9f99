"""How hard a text reads: the published formula, syllables by spelling, and hard words told."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from pmf_engine.measures.readability import reading, split, syllables

SPOKEN = {
    1: "the homes year years time made fire called watched closed free use used house met scheme",
    2: "tenant landlord complaint repairs people answered promised value service social because"
    " wanted table middle happened every being create safety measure question quarter able changes"
    " million agree apple cases language improve decent visit empty fairly letter also client",
    3: "neighbourhood quality involvement services area idea decided ombudsman performance serious"
    " usual directors management percentage scrutiny inspection average telephone improvement"
    " behaviour everyone",
    4: "satisfaction emergency regulator information available independent interpreter",
    5: "recommendation association",
    6: "remuneration",
}


def test_nine_words_in_ten_have_the_syllables_that_are_spoken() -> None:
    found = [(word, count) for count, words in SPOKEN.items() for word in words.split()]
    right = [word for word, count in found if syllables(word) == count]
    assert len(found) > 80
    assert len(right) / len(found) > 0.9


def test_the_grade_is_the_published_formula() -> None:
    found = reading(["The cat sat on the mat. The dog ran home."])
    assert found is not None
    assert (found.words, found.sentences) == (10, 2)
    words, spoken = Decimal("0.39") * 10 / 2, Decimal("11.8") * 10 / 10
    assert found.grade == words + spoken - Decimal("15.59")
    assert found.words_a_sentence == 5


def test_long_words_are_told_the_commonest_first_and_known_ones_are_not() -> None:
    found = reading(["The regulator asked the regulator.", "Satisfaction fell."], {"Satisfaction"})
    assert found is not None and found.hard == ("regulator",)


def test_a_line_is_a_sentence_and_a_number_a_word() -> None:
    assert split("We met 15 targets\nThat is 93.1% of them.") == [
        "We met 15 targets",
        "That is 93.1% of them.",
    ]
    found = reading(["It was £1,162.69."])
    assert found is not None and found.words == 3


def test_text_without_a_word_has_no_grade() -> None:
    assert reading(["", "●"]) is None


@given(st.text(alphabet=st.characters(categories=["L"]), min_size=1, max_size=20))
def test_every_word_has_a_syllable(word: str) -> None:
    assert syllables(word) >= 1
