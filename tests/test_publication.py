"""What is published says how far it was approved, and `--final` refuses what was not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pmf_engine.engine import Engine, Workspace
from pmf_engine.engine.approval import new_version
from pmf_engine.model.errors import PmfError
from pmf_engine.model.periods import Period
from pmf_engine.model.publication import Publication, State
from pmf_engine.model.values import Figure
from tests.command import Pmf
from tests.workbooks import save

PLUGIN = '''"""How many complained, for the public."""

from decimal import Decimal

from pmf_engine.api import *
from pmf_engine.measures.suppression import SmallNumbers, as_measured, one_way

report = Report(
    key="public", title="Complaints", audience=Audience.TENANTS, frequency=Frequency.MONTHLY,
    due=Due(day=1), main=("counts", "month"), published=True, documents=[Csv("public.csv")],
    inputs={
        "counts": Table(
            name="Counts", workbook="counts",
            columns={"entity": Code(), "month": Month(), "count": Whole()},
        )
    },
    covers=lambda data: [Coverage(code="OVH", title="One Vision", frequency=Frequency.MONTHLY)],
)


def counted(run, index):
    counts = [row.count for row in run.data.counts.where(month=run.period)]
    shown, _ = one_way(counts, SmallNumbers(run.publication.small_numbers))
    return as_measured(shown[index])


@report.compute
def figures(run):
    for index, _ in enumerate(run.data.counts.where(month=run.period)):
        yield run.figure(f"count/{index}", "Count", lambda index=index: counted(run, index))


@report.rows("public.csv")
def rows(run):
    return Listing(header=("figure",), rows=[(one.display,) for one in run.figures.values()])


@hookimpl
def pmf_reports():
    return [report]
'''


class Public:
    """A workspace with one report for the public, and the command line on it."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root, self.pmf = root, Pmf(root, capsys)
        (root / "plugins").mkdir(parents=True)
        (root / "workbooks").mkdir()
        (root / "plugins" / "public.py").write_text(PLUGIN, encoding="utf-8")
        self.settings("")
        self.counts(3, 20, 30)

    def settings(self, more: str) -> None:
        (self.root / "pmf.toml").write_text(f'name = "w"\n{more}', encoding="utf-8")

    def counts(self, *counts: int) -> None:
        rows = [["OVH", date(2026, 9, 30), one] for one in counts]
        save(
            self.root / "workbooks" / "counts.xlsx",
            {"Counts": [["entity", "month", "count"], *rows]},
        )

    def built(self, *words: str) -> Path:
        said = self.pmf("run", "public", *words, "--json")
        assert said.status == 0, said.out
        return Path(said.json["runs"][0]["files"][0]["path"])

    def signed(self) -> None:
        by = ("--role", "Board", "--name", "Ann Chair", "--on", "2026-10-27")
        assert self.pmf("sign-off", self.built(), *by).status == 0

    def figures(self) -> list[Figure]:
        engine = Engine(Workspace.find(self.root))
        (outcome,) = engine.outcomes("public", "OVH", Period.parse("2026-09"))
        assert outcome.run is not None
        return list(outcome.run.figures.values())

    def marks(self) -> list[tuple[str, ...]]:
        return [figure.marks for figure in self.figures()]


@pytest.fixture
def public(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Public:
    return Public(tmp_path / "w", capsys)


def test_without_sign_off_the_report_is_built_with_every_figure_marked(public: Public) -> None:
    said = public.pmf("run", "public")
    assert said.status == 0
    assert "3 of 3 figures are provisional: nobody has signed them off" in said.err
    assert public.built().read_text("utf-8-sig").split() == [
        "figure", "Fewer", "than", "5", "Suppressed", "30", "[p]",
    ]  # fmt: skip
    assert public.marks() == [("provisional",)] * 3


def test_final_refuses_figures_that_nobody_has_signed_off(public: Public) -> None:
    said = public.pmf("run", "public", "--final")
    assert said.status == 1
    assert "error: 3 of 3 figures are provisional: nobody has signed them off" in said.err
    assert not (public.root / "outputs").exists()


def test_final_refuses_them_though_files_stand_from_an_earlier_run(public: Public) -> None:
    public.built()
    assert public.pmf("run", "public", "--final").status == 1


def test_signed_off_figures_are_final_and_lose_their_mark(public: Public) -> None:
    public.signed()
    assert public.marks() == [()] * 3
    assert "[p]" not in public.built("--final").read_text("utf-8-sig")


def test_a_figure_that_changed_after_sign_off_is_provisional_again(public: Public) -> None:
    public.signed()
    public.counts(3, 20, 31)
    assert public.marks() == [(), (), ("provisional",)]
    said = public.pmf("run", "public", "--final")
    assert said.status == 1
    assert "they are not as Ann Chair (Board) on 2026-10-27 approved them: count/2" in said.err


def test_a_revised_figure_keeps_what_was_issued_before_even_once_it_is_issued(
    public: Public,
) -> None:
    assert public.pmf("issue", public.built()).status == 0
    public.counts(3, 20, 31)
    assert public.marks()[2] == ("provisional", "revised")
    assert public.pmf("issue", public.built()).status == 0
    assert public.marks()[2] == ("provisional", "revised")
    assert public.marks()[1] == ("provisional",)


def test_a_standing_says_what_was_issued_before_and_when(public: Public) -> None:
    public.pmf("issue", public.built())
    public.counts(3, 20, 31)
    engine = Engine(Workspace.find(public.root))
    (outcome,) = engine.outcomes("public", "OVH", Period.parse("2026-09"))
    assert outcome.run is not None
    standing = outcome.run.standing(outcome.run.figures["count/2"])
    assert (standing.state, standing.former) == (State.PROVISIONAL, "30 [p]")
    assert standing.as_json() == {
        "state": "provisional", "revised_from": "30 [p]", "revised_since": standing.former_on,
    }  # fmt: skip
    earlier = outcome.run.publication.standing("count/2", Decimal(31), Period.parse("2026-08"))
    assert earlier.as_json() == {"state": "provisional"}


def test_the_threshold_of_small_numbers_is_a_setting(public: Public) -> None:
    public.settings("[publication]\nsmall_numbers = 0")
    assert [figure.value for figure in public.figures()] == [3, 20, 30]


def test_nothing_of_a_suppressed_figure_is_kept_in_the_ledger(public: Public) -> None:
    public.built()
    (run,) = (public.root / ".pmf" / "ledger").glob("public~*.json")
    told = run.read_text(encoding="utf-8")
    assert '"display": "Fewer than 5"' in told
    assert '"value": "3"' not in told and '"value": "20"' not in told


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[publication]\nsmall = 5", "“small” is not a setting of [publication]"),
        ("[publication]\nsmall_numbers = -1", "must be a whole number from 0 up"),
        ('[publication]\nsmall_numbers = "5"', "must be a whole number from 0 up"),
        ("publication = 5", "write [publication] as a heading"),
    ],
)
def test_a_wrong_setting_is_told_in_a_sentence(public: Public, text: str, said: str) -> None:
    public.settings(text)
    with pytest.raises(PmfError, match=said.replace("[", r"\[").replace("]", r"\]")):
        Workspace.find(public.root)


def test_a_draft_is_not_final(public: Public) -> None:
    said = public.pmf("run", "public", "--draft", "--final")
    assert said.status == 2
    assert "A draft is not final" in said.err


def test_without_a_ledger_everything_is_provisional() -> None:
    assert Publication().standing("a", Decimal(1)).marks == ("provisional",)
    assert Publication().small_numbers == 5


def test_of_many_files_beside_an_approved_set_a_few_are_named_and_the_rest_counted():
    names = {f"page-{n}.html": f"page-{n}-v2.html" for n in range(9)}
    (found,) = new_version(names, "OVH", "2026-Q2")
    assert "page-2.html as page-2-v2.html and 6 more." in found.text and len(found.text) < 250
