"""The makers of the shipped templates: each file is what its maker writes today."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import (
    accounts_template,
    board_template,
    return_template,
    risk_template,
    template_kit,
    tsm_template,
    vfm_template,
    yearly_templates,
)

ROOT = Path(__file__).parent.parent


def makers() -> Iterator[tuple[Path, template_kit.Plan]]:
    for maker in (accounts_template, board_template, risk_template, tsm_template, vfm_template):
        yield maker.TARGET, maker.PLAN
    for key, plan in yearly_templates.PLANS.items():
        yield Path("report_templates") / key / yearly_templates.EDITION / f"{key}.docx", plan


MADE = dict(makers())


@pytest.mark.parametrize("path", MADE, ids=lambda path: path.stem)
def test_a_template_is_what_its_maker_writes(path: Path) -> None:
    assert (ROOT / path).read_bytes() == template_kit.make(MADE[path])


def test_every_template_has_a_maker() -> None:
    shipped = {path.relative_to(ROOT) for path in (ROOT / "report_templates").rglob("*.docx")}
    reviews = {path for path in shipped if path.name == "review.docx"}
    assert shipped - reviews == set(MADE)
    assert {(ROOT / path).read_bytes() for path in reviews} == {
        template_kit.make(return_template.PLAN)
    }
