"""The makers of the shipped templates: each file is what its maker writes today."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tools import (
    accounts_template,
    board_template,
    core_template,
    return_template,
    risk_template,
    scorecard_template,
    sdr_template,
    template_kit,
    tenant_template,
    tsm_template,
    vfm_template,
    yearly_templates,
)

ROOT = Path(__file__).parent.parent


PLANNED = (
    accounts_template, board_template, core_template, risk_template, scorecard_template,
    sdr_template, tsm_template, vfm_template,
)  # fmt: skip


def makers() -> Iterator[tuple[Path, Callable[[], bytes]]]:
    for maker in PLANNED:
        yield maker.TARGET, partial(template_kit.make, maker.PLAN)
    for key, plan in yearly_templates.PLANS.items():
        path = Path("report_templates") / key / yearly_templates.EDITION / f"{key}.docx"
        yield path, partial(template_kit.make, plan)
    for name, (size, text) in tenant_template.PLANS.items():
        yield tenant_template.FOLDER / name, partial(tenant_template.make, size, text)


MADE = {(ROOT / path).relative_to(ROOT): make for path, make in makers()}


@pytest.mark.parametrize("path", MADE, ids=lambda path: path.stem)
def test_a_template_is_what_its_maker_writes(path: Path) -> None:
    assert (ROOT / path).read_bytes() == MADE[path]()


def test_every_template_has_a_maker() -> None:
    shipped = {path.relative_to(ROOT) for path in (ROOT / "report_templates").rglob("*.docx")}
    reviews = {path for path in shipped if path.name == "review.docx"}
    assert shipped - reviews == set(MADE)
    assert {(ROOT / path).read_bytes() for path in reviews} == {
        template_kit.make(return_template.PLAN)
    }
