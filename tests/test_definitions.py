"""Dated definitions in YAML, their arithmetic, and worked cases."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmf_engine.definitions import (
    case_faults,
    check_terms,
    evaluate,
    load_cases,
    load_definitions,
)
from pmf_engine.model.definitions import Edition
from pmf_engine.model.errors import PmfError
from pmf_engine.model.numbers import half_up
from pmf_engine.model.periods import Period
from pmf_engine.model.values import Absence, Missing

COMPLAINTS = """
CH01:
  title: Stage one complaints per 1,000 homes
  editions:
    "2024/25":
      unit: per 1,000 homes
      places: 1
      top: {add: [stage_1]}
      bottom: {add: [owned], subtract: [leased]}
      scale: 1000
      text: All complaints at stage one.
      source: {title: Technical requirements, url: "https://example.org"}
    2023/24:
      title: Stage one complaints
      unit: per 1,000 homes
      places: 2
      top: {add: [stage_1]}
      bottom: {add: [owned]}
      scale: 1000
      verified: false
"""
EDITION = """
K1:
  editions:
    2026/27: {title: One, unit: "%", places: 1, PART}
"""


@pytest.fixture
def load(tmp_path):
    def loaded(text, reader=load_definitions):
        path = tmp_path / "definitions.yaml"
        path.write_text(text, encoding="utf-8")
        return reader(path)

    return loaded


@pytest.fixture
def faults(load):
    def found(text, reader=load_definitions):
        with pytest.raises(PmfError) as stopped:
            load(text, reader)
        return str(stopped.value).splitlines()

    return found


def edition(**parts):
    first = Period.parse("2026/27")
    return Edition(**({"label": "2026/27", "first": first, "title": "One"} | parts))


def test_a_definition_holds_its_editions_oldest_first_each_whole(load):
    (found,) = load(COMPLAINTS)
    assert found.key == "CH01"
    assert found.editions == (
        Edition(
            label="2023/24",
            first=Period.parse("2023/24"),
            title="Stage one complaints",
            unit="per 1,000 homes",
            places=2,
            top=((1, "stage_1"),),
            bottom=((1, "owned"),),
            scale=D(1000),
            verified=False,
        ),
        Edition(
            label="2024/25",
            first=Period.parse("2024/25"),
            title="Stage one complaints per 1,000 homes",
            unit="per 1,000 homes",
            places=1,
            top=((1, "stage_1"),),
            bottom=((1, "owned"), (-1, "leased")),
            scale=D(1000),
            text="All complaints at stage one.",
            source={"title": "Technical requirements", "url": "https://example.org"},
        ),
    )


def test_definitions_keep_the_order_of_the_file(load):
    text = EDITION.replace("PART", "top: {add: [a]}")
    found = load(text.replace("K1", "Z9") + text.replace("K1", "A1"))
    assert [definition.key for definition in found] == ["Z9", "A1"]


@pytest.mark.parametrize(
    ("period", "label"),
    [
        ("2023-04", "2023/24"),
        ("2024-03", "2023/24"),
        ("2024-04", "2024/25"),
        ("2030/31", "2024/25"),
    ],
)
def test_the_edition_in_force_is_the_newest_that_has_begun(load, period, label):
    (found,) = load(COMPLAINTS)
    assert found.in_force(Period.parse(period)).label == label


def test_before_the_first_edition_and_once_withdrawn_none_is_in_force_and_it_says_so(load):
    (found,) = load(COMPLAINTS + "    2025/26: {withdrawn: true}\n")
    with pytest.raises(PmfError, match=r"is in force for March 2023\. Editions: 2023/24, 2024/25"):
        found.in_force(Period.parse("2023-03"))
    with pytest.raises(PmfError, match=r"2025/26 \(withdrawn\)"):
        found.in_force(Period.parse("2025-04"))


def test_an_edition_may_name_a_function_in_place_of_a_formula(load):
    (found,) = load(EDITION.replace("PART", "function: median_days"))
    assert found.editions[0].terms == ("median_days",)


def test_without_a_scale_it_is_1_and_places_go_up_to_6(load):
    (found,) = load(EDITION.replace("places: 1, PART", "places: 6, top: {add: [a]}"))
    assert (found.editions[0].scale, found.editions[0].places) == (1, 6)


def test_a_scale_keeps_its_exact_digits(load):
    (found,) = load(EDITION.replace("PART", "top: {add: [a]}, scale: 0.1"))
    assert found.editions[0].scale == D("0.1")


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ("topp: {add: [a]}, top: {add: [a]}", "does not have “topp”. Did you mean “top”?"),
        ("top: {ad: [b], add: [a]}", "does not have “ad”. Did you mean “add”?"),
        ("top: {plus: [b], add: [a]}", "does not have “plus”. Allowed: add, subtract."),
        ("scale: 100", "computes nothing; give top (and bottom), or a function."),
        ("top: {}", "top of K1, edition 2026/27 names no term"),
        ("top: {add: [a]}, bottom: {add: []}", "bottom of K1, edition 2026/27 names no term"),
        ("top: {add: a}", "must be a list, such as [homes_owned], not “a”."),
        ("top: [a]", "must be a mapping of names to values, not a list."),
        ("top: {add: [a, a]}", "counts “a” more than once; keep one."),
        ("top: {add: [a], subtract: [a]}", "counts “a” more than once; keep one."),
        ("top: {add: [homes owned]}", "“homes owned” in top"),
        ("top: {add: [{a: b}]}", "must be text, not a mapping."),
        ("top: {add: [a]}, function: f", "has both a function and a top or bottom"),
        ("function: f-x", "“f-x” in function of K1, edition 2026/27 cannot name a term"),
        ("top: {add: [a]}, scale: many", "scale of K1, edition 2026/27 must be a number"),
        ("top: {add: [a]}, scale: .inf", "must be a number, not “.inf”."),
        ("top: {add: [a]}, scale: [1]", "must be a number, not a list."),
        ("top: {add: [a]}, scale: 0", "must be above 0, not “0”."),
        ("top: {add: [a]}, scale: -100", "must be above 0, not “-100”."),
        ("top: {add: [a]}, verified: perhaps", "must be true or false, not “perhaps”."),
        ("top: {add: [a]}, withdrawn: 1", "must be true or false, not “1”."),
        ("top: {add: [a]}, text: [x]", "text of K1, edition 2026/27 must be text, not a list."),
        ("top: {add: [a]}, text: ~", "text of K1, edition 2026/27 must be text, not nothing."),
        ("top: {add: [a]}, source: {url: [x]}", "url in source of K1, edition 2026/27 must be"),
        ("top: {add: [a]}, source: x", "source of K1, edition 2026/27 must be a mapping"),
    ],
)  # fmt: skip
def test_a_part_that_cannot_be_meant_is_told_with_file_line_and_edition(faults, part, told):
    (fault,) = faults(EDITION.replace("PART", part))
    assert fault.startswith("definitions.yaml, line 4: ")
    assert told in fault


@pytest.mark.parametrize("places", ["-1", "7", "1.5", "one", "[1]"])
def test_places_are_a_whole_number_from_0_to_6(faults, places):
    text = EDITION.replace("places: 1, PART", f"places: {places}, top: {{add: [a]}}")
    (fault,) = faults(text)
    assert "places of K1, edition 2026/27 must be a whole number from 0 to 6" in fault


def test_an_edition_that_does_not_stand_whole_is_told_what_it_lacks(faults):
    found = faults("K1:\n  editions:\n    2026/27: {top: {add: [a]}}\n")
    assert found == [
        "definitions.yaml, line 3: K1, edition 2026/27 does not say places; each edition stands"
        " whole.",
        "definitions.yaml, line 3: K1, edition 2026/27 does not say unit; each edition stands"
        " whole.",
        "definitions.yaml, line 3: K1, edition 2026/27 has no title; give one here or above its"
        " editions.",
    ]


def test_a_label_that_is_no_period_is_told_how_to_write_one(faults):
    (fault,) = faults(EDITION.replace("PART", "top: {add: [a]}").replace("2026/27", "2026"))
    assert "line 4: K1, edition 2026: “2026” is not a period." in fault


def test_two_editions_that_begin_together_are_a_fault(faults):
    text = EDITION.replace("PART", "top: {add: [a]}") + "    2026-04: {withdrawn: true, title: x}\n"
    (fault,) = faults(text)
    assert "line 5: editions 2026/27 and 2026-04 of K1 begin together; keep one." in fault


def test_a_name_that_stands_twice_is_a_fault_that_gives_both_lines(faults):
    measure = EDITION.replace("PART", "top: {add: [a]}")
    assert faults(measure + measure) == [
        "definitions.yaml, line 6: “K1” stands here and already on line 2; keep one."
    ]
    (fault,) = faults(EDITION.replace("PART", "top: {add: [a]}, places: 2"))
    assert "“places” stands here and already on line 4" in fault


def test_a_measure_without_editions_or_with_an_unknown_part_is_a_fault(faults):
    assert faults("K1: {title: One}\n") == [
        "definitions.yaml, line 1: K1 has no editions; give one by its first period, as 2026/27."
    ]
    assert "has no editions" in faults("K1: {title: One, editions: {}}\n")[0]
    assert "Did you mean “editions”?" in faults("K1: {title: One, edition: {}}\n")[0]


def test_a_key_that_cannot_name_a_figure_is_a_fault(faults):
    (fault,) = faults(EDITION.replace("K1", "K 1").replace("PART", "top: {add: [a]}"))
    assert "“K 1” cannot name a figure" in fault


def test_every_fault_of_a_file_is_told_at_once_in_order_of_lines(faults):
    text = EDITION.replace("PART", "top: {add: a}, scale: 0")
    lines = [fault.split(":")[0] for fault in faults(text + text.replace("K1", "K2"))]
    assert lines == [f"definitions.yaml, line {line}" for line in (4, 4, 8, 8)]


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "{}", "- K1\n", "K1\n"])
def test_a_file_without_measures_is_a_fault(faults, text):
    (fault,) = faults(text)
    assert fault.startswith("definitions.yaml, line 1: ")


def test_what_is_not_yaml_is_told_with_its_line(faults):
    (fault,) = faults("K1:\n  title: [unclosed\n")
    assert fault.startswith("definitions.yaml, line 3: this is not YAML: ")
    (fault,) = faults("K1: a\x07b\n")
    assert "this is not YAML: " in fault


def test_a_file_that_is_absent_or_not_utf_8_is_told_in_a_sentence(tmp_path):
    with pytest.raises(PmfError, match=r"none\.yaml cannot be read: No such file or directory"):
        load_definitions(tmp_path / "none.yaml")
    path = tmp_path / "latin.yaml"
    path.write_bytes("K1: caf\xe9".encode("latin-1"))
    with pytest.raises(PmfError, match=r"latin\.yaml is not UTF-8 text"):
        load_definitions(path)


def test_a_file_saved_with_a_byte_order_mark_reads_the_same(tmp_path, load):
    path = tmp_path / "marked.yaml"
    path.write_text(COMPLAINTS, encoding="utf-8-sig")
    assert load_definitions(path) == load(COMPLAINTS)


def test_yaml_makes_nothing_but_text_of_what_it_holds(load):
    (found,) = load(EDITION.replace("PART", "top: {add: [!!python/object/apply:os.getcwd a]}"))
    assert found.editions[0].terms == ("a",)


def test_a_value_that_holds_itself_is_told_in_a_sentence(faults):
    assert faults("K1: &k {editions: *k}\n") == [
        "definitions.yaml has a value that holds itself. Drop its * name."
    ]


def test_a_term_that_nothing_gives_is_named_with_its_edition_and_the_nearest(load):
    found = check_terms(load(COMPLAINTS), ["stage_1", "owned", "lease"])
    assert found == [
        "CH01, edition 2024/25, reads the term “leased”, which no function of the report gives."
        " Did you mean “lease”?"
    ]


def test_a_term_like_no_other_is_to_be_written_and_one_of_a_withdrawn_edition_is_not_needed(load):
    text = EDITION.replace("PART", "top: {add: [zebra]}")
    assert check_terms(load(text), ["owned"])[0].endswith("Write one of that name.")
    assert check_terms(load(text.replace("places", "withdrawn: true, places")), []) == []


def test_a_ratio_is_exact_and_written_out_as_a_reader_would():
    found = edition(places=1, top=((1, "good"),), bottom=((1, "all"),), scale=D(100))
    value, arithmetic = evaluate(found, {"good": D(17483), "all": D(17484)})
    assert arithmetic == "17,483 ÷ 17,484 × 100 = 99.9943"
    assert half_up(value, 10) == D("99.9942804850")


@pytest.mark.parametrize(
    ("parts", "arithmetic"),
    [
        ({"top": ((1, "a"),)}, "120"),
        ({"top": ((1, "a"), (-1, "b"))}, "120 − 20 = 100"),
        ({"top": ((-1, "b"), (1, "a"))}, "− 20 + 120 = 100"),
        ({"top": ((1, "a"), (1, "c"))}, "120 + (−0.5) = 119.5"),
        ({"top": ((1, "a"), (1, "b")), "scale": D(10)}, "(120 + 20) × 10 = 1,400"),
        (
            {"top": ((1, "a"), (-1, "b")), "bottom": ((1, "a"), (1, "b")), "scale": D(100)},
            "(120 − 20) ÷ (120 + 20) × 100 = 71.4286",
        ),
        ({"top": ((1, "b"),), "bottom": ((1, "a"),), "places": 4}, "20 ÷ 120 = 0.166667"),
        ({"top": ((1, "b"),), "bottom": ((1, "zero"),)}, "20 ÷ 0"),
    ],
)
def test_sums_signs_and_scales_are_written_only_where_they_matter(parts, arithmetic):
    terms = {"a": D(120), "b": D(20), "c": D("-0.50"), "zero": D(0)}
    assert evaluate(edition(**parts), terms)[1] == arithmetic


def test_nothing_out_of_nothing_is_no_cases():
    found = edition(top=((1, "a"),), bottom=((1, "b"),), scale=D(100))
    value, _ = evaluate(found, {"a": D(0), "b": D(0)})
    assert value == Missing("no cases", Absence.NO_CASES)


def test_a_missing_term_makes_the_value_missing_and_every_such_term_is_named():
    found = edition(top=((1, "stage_1"),), bottom=((1, "homes_owned"),))
    blank = Missing("the cell is blank", Absence.NOT_DUE)
    value, arithmetic = evaluate(found, {"stage_1": blank, "homes_owned": D(5)})
    assert (value, arithmetic) == (Missing("stage 1: the cell is blank", Absence.NOT_DUE), "")
    value, _ = evaluate(found, {"stage_1": blank, "homes_owned": Missing("no row")})
    assert value == Missing("stage 1: the cell is blank; homes owned: no row")


def test_a_function_gives_the_value_itself():
    found = edition(function="median_days")
    assert evaluate(found, {"median_days": D(7)}) == (D(7), "")
    gap = Missing("no cases", Absence.NO_CASES)
    assert evaluate(found, {"median_days": gap}) == (gap, "")


def test_a_term_that_was_not_counted_is_an_error_and_never_0():
    with pytest.raises(PmfError, match="needs the term b, which was not counted"):
        evaluate(edition(top=((1, "a"), (1, "b"))), {"a": D(1)})


def test_a_withdrawn_edition_computes_nothing():
    with pytest.raises(PmfError, match="“One”, edition 2026/27, is withdrawn"):
        evaluate(edition(withdrawn=True), {})


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_the_arithmetic_written_out_gives_the_value(top, bottom):
    found = edition(top=((1, "a"),), bottom=((1, "b"),), scale=D(100))
    value, arithmetic = evaluate(found, {"a": D(top), "b": D(bottom)})
    result = D(arithmetic.split(" = ")[1].replace(",", ""))
    assert abs(result - value) <= D("0.00005")


CASES = """
- period: 2024/25
  terms: {stage_1: 31, owned: 1020, leased: 20}
  figures: {CH01: 31.0}
- period: 2023/24
  terms: {stage_1: null, owned: 1000}
  figures: {CH01: null}
"""


def test_cases_that_hold_find_no_fault(load):
    assert case_faults(load(COMPLAINTS), load(CASES, load_cases)) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("31.0", "31.1", "line 2: CH01 is 31.0 (31 ÷ (1,020 − 20) × 1,000 = 31) where the case"
         " has 31.1."),
        ("31.0", "null", "where the case has nothing."),
        ("CH01: null", "CH01: 5", "line 5: CH01 is missing (stage 1: blank in the case) where the"
         " case has 5."),
        ("CH01: null", "CH02: 5", "there is no measure CH02. Did you mean “CH01”?"),
        (", leased: 20", "", "needs the term leased, which was not counted."),
        ("2024/25", "2020/21", "CH01: No definition of CH01 is in force for 2020/21"),
    ],
)  # fmt: skip
def test_a_case_that_does_not_hold_is_told_with_its_line_and_arithmetic(load, old, new, told):
    (fault,) = case_faults(load(COMPLAINTS), load(CASES.replace(old, new), load_cases))
    assert told in fault


def test_a_case_compares_the_figure_as_it_is_shown(load):
    case = "- {period: 2023/24, terms: {stage_1: 2, owned: 3}, figures: {CH01: 666.67}}"
    assert case_faults(load(COMPLAINTS), load(case, load_cases)) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("2024/25", "lately", "line 2: “lately” is not a period."),
        ("stage_1: 31", "stage_1: many", "line 3: stage_1 in terms must be a number, not “many”."),
        ("- period: 2024/25\n ", "-", "line 2: a case needs period."),
        ("figures: {CH01: 31.0}", "figure: {}", "line 4: A case does not have “figure”."),
        ("{CH01: 31.0}", "[CH01]", "figures of a case must be a mapping"),
    ],
)
def test_a_case_that_cannot_be_meant_is_told_with_its_line(faults, old, new, told):
    assert told in "\n".join(faults(CASES.replace(old, new), load_cases))


@pytest.mark.parametrize("text", ["", "[]", "period: 2024/25\n", "- 5\n"])
def test_a_file_without_cases_is_a_fault(faults, text):
    assert faults(text, load_cases)
