"""What the Word templates may name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pmf_engine.api import Block, Narrative, Region, Run, Wording, Words, table_if_any, unless
from pmf_engine.framework.customers import STANDARDS
from pmf_engine.framework.sentences import listed
from pmf_engine.framework.sources import legend
from pmf_engine.framework.yearly import slug
from pmf_plugins.tenant_annual_report import charts, narratives, regulator, tables, words
from pmf_plugins.tenant_annual_report.feedback import feedback_of
from pmf_plugins.tenant_annual_report.figures import has_tsm
from pmf_plugins.tenant_annual_report.inputs import public
from pmf_plugins.tenant_annual_report.looks import Look, look_of
from pmf_plugins.tenant_annual_report.money import pay_is_of_group, rent_of
from pmf_plugins.tenant_annual_report.promises import Promise, promises_of
from pmf_plugins.tenant_annual_report.scrutiny import scrutiny
from pmf_plugins.tsm.parts import parts_of

_TITLES = {
    "homes": "Your home",
    "repairs": "Repairs",
    "tenancy": "Your tenancy",
    "neighbourhood": "Your area",
    "value for money": "Value for money",
    "involvement": "Your say",
    "complaints": "Complaints",
}


def word_content(run: Run) -> Mapping[str, Any]:
    """Return every name: sentences, tables, charts and the text that the editor may change."""
    look, told = look_of(run), feedback_of(run)
    return {
        "months": words.years_words(run),
        "verdict": words.verdict(run),
        "unjudged": words.unjudged(run),
        "provisional": _provisional(run),
        "summary": tables.summary(run),
        "standards": Region("standards", tuple(_standards(run, look))),
        "workings": tables.workings(run),
        "rent_chart": charts.rent_chart(rent_of(run), look),
        "rent": tables.rent(rent_of(run)),
        "kinds": tables.kinds(run, told),
        "services": table_if_any("services", tables.services(told)),
        "no_services": unless(
            "no-services", told.services, "We had too few complaints to say what they were about."
        ),
        "themes": _themes(told.themes),
        **scrutiny(run),
        "tsm": Region("tsm", tuple(_tsm(run))),
        "no_tsm": unless("no-tsm", has_tsm(run), narratives.NO_TSM),
        "approach": Region("approach", tuple(_approach(run)), ended=""),
        "survey": table_if_any("survey-table", regulator.survey(run)),
        "pay": tables.pay(run),
        "pay_whose": narratives.pay_whose(pay_is_of_group(run)),
        "legend": legend(run.figures.values()),
        **narratives.texts(run),
    }


def _provisional(run: Run) -> str:
    open_ = any("provisional" in figure.marks for figure in run.figures.values())
    return narratives.PROVISIONAL if open_ else ""


def _themes(found: tuple[str, ...]) -> str:
    return f"You complained most often about: {listed(list(found))}." if found else ""


def _standards(run: Run, look: Look) -> Iterator[Block]:
    for name in STANDARDS:
        own = [one for one in promises_of(run) if one.standard == name]
        if own:
            values = {
                "title": _TITLES[name],
                "measures": Region(
                    f"{slug(name)}/measures",
                    tuple(
                        _measure(run, one, look, at)
                        for at, one in enumerate(each for each in own if each.measure)
                    ),
                ),
                "others": Region(
                    f"{slug(name)}/others",
                    tuple(_other(one) for one in own if one.measure is None),
                    ended="",
                ),
            }
            yield Block(slug(name), values)


def _measure(run: Run, promise: Promise, look: Look, at: int) -> Block:
    one = promise.measure
    assert one is not None  # noqa: S101
    code = promise.code
    return Block(
        code,
        {
            "promise": Wording(f"{code}/promise", promise.text),
            "value": one.latest,
            "name": Wording(f"{code}/name", one.indicator.title),
            "result": words.result(one),
            "state": words.state(one),
            "target": Words(f"{code}/target-words", words.target(one) or ("There is no target.",)),
            "chart": None if look.easy else charts.years_chart(run, one, look),
            "fresh": bool(look.per_page and at and at % look.per_page == 0),
            "meaning": words.meaning(one),
            "points": words.points(one),
            "compared": words.compared(one),
            "alone": one.peers is None,
            "doing": narratives.doing(run, promise),
        },
    )


def _other(promise: Promise) -> Block:
    text = Narrative(f"{promise.code}/said", narratives.UNMEASURED)
    words = Wording(f"{promise.code}/promise", promise.text)
    return Block(promise.code, {"promise": words, "said": text})


def _approach(run: Run) -> Iterator[Block]:
    """Yield how the survey was done, which is to be published with its results."""
    rows = run.data.approach.where(landlord=run.entity.code, year=run.period)
    for row in rows:
        heading = public(run, row.heading)
        text = Wording(f"approach/{slug(heading)}/text", public(run, row.text))
        yield Block(slug(heading), {"heading": heading, "text": text})


def _tsm(run: Run) -> Iterator[Block]:
    for part in parts_of(run) if has_tsm(run) else ():
        key = part.key.replace("/", "-")
        yield Block(key, {"title": part.title, "grid": regulator.tsm(run, part, look_of(run))})
