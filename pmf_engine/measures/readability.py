"""How hard a text is to read: the Flesch-Kincaid grade, and the words that make it hard.

Grade = 0.39 × words a sentence + 11.8 × syllables a word − 15.59: years at school in the USA, so
about five less than the age of a reader. Source: Kincaid, Fishburne, Rogers and Chissom,
“Derivation of new readability formulas for Navy enlisted personnel” (1975). Syllables are estimated
from the spelling of English words, which is right for about nine in ten.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

HARD = 3  # syllables from which on a word is hard
AGE = 5  # from a grade to an age
_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*")
_END = re.compile(r"(?<=[.!?])[”’\")]*\s+|\n+")
_NUMBER = re.compile(r"(?:£\s*)?\d[\d,.]*(?<![.,])%?")
_VOWELS = re.compile(r"[aeiouy]+")
# An e that is not spoken: at the end (but little), in -es and -ed, before -ment, -ly and the like.
_SILENT = re.compile(
    r"(?<![aeiouy])(?<![^aeiouy]l)e$|(?<=[^aeiouysxzcg])(?<![cs]h)(?<![^aeiouy]l)es$"
    r"|(?<=[^aeiouytd])ed$|(?<=[^aeiouyl])e(?=(?:ment|ful|ly|less|ness|thing)s?$)|(?<=v)e(?=ry)"
)
# Two vowels side by side that are each spoken, as in area, usual, million and client.
_APART = re.compile(
    r"(?<![ctsg])i(?=[ao])(?!on)|(?<=[cb]r)e(?=at)|(?<=[rd])e(?=as?$)|(?<!p)e(?=o)|(?<![qg])u(?=a)"
    r"|(?<![ctsl])i(?=ent)|[aeiouy](?=ing)|(?<=c)i(?=ation)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a text reads: its grade, words a sentence, and the hard words, commonest first."""

    grade: Decimal
    sentences: int
    words: int
    hard: tuple[str, ...]

    @property
    def words_a_sentence(self) -> Decimal:
        """The mean length of a sentence."""
        return Decimal(self.words) / self.sentences

    @property
    def age(self) -> int:
        """The age of a reader who reads it with ease, in whole years."""
        return max(AGE, int(self.grade.to_integral_value()) + AGE)


def reading(texts: Iterable[str], known: Collection[str] = ()) -> Reading | None:
    """Return how some texts read, each a sentence at least; None where they hold no word.

    `known` are words that readers know, such as names, which count in the grade but are not listed
    as hard. A number is a word of one syllable.
    """
    lines = [line for text in texts for line in split(text)]
    words = [_WORD.findall(line) for line in lines]
    numbers = sum(len(_NUMBER.findall(line)) for line in lines)
    count = sum(map(len, words)) + numbers
    if not count:
        return None
    found = [(word.casefold(), syllables(word)) for line in words for word in line]
    spoken = sum(number for _, number in found) + numbers
    grade = (
        Decimal("0.39") * count / len(lines) + Decimal("11.8") * spoken / count - Decimal("15.59")
    )
    passed = {word.casefold() for word in known}
    hard = Counter(word for word, number in found if number >= HARD and word not in passed)
    listed = tuple(word for word, _ in sorted(hard.items(), key=lambda one: (-one[1], one[0])))
    return Reading(grade=grade, sentences=len(lines), words=count, hard=listed)


def split(text: str) -> list[str]:
    """Return the sentences of a text; a line is one at least."""
    return [part for part in _END.split(text) if _WORD.search(part) or _NUMBER.search(part)]


def syllables(word: str) -> int:
    """Return how many syllables an English word has, by its spelling."""
    spelt = re.sub(r"['’].*", "", word.casefold())
    spoken = _SILENT.sub("", spelt)
    return max(1, len(_VOWELS.findall(spoken)) + len(_APART.findall(spoken)))
