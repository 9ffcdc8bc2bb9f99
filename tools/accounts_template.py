"""Makes the Word template of the annual accounts: a statement a page, then the notes.

Run as `python -m tools.accounts_template` from the repository root.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tools import return_template
from tools.template_kit import Plan, write

KEY, EDITION = "annual-accounts", "2017-18"
TARGET = Path(f"report_templates/{KEY}/{EDITION}/annual-accounts.docx")
_PAPER = """\
# The year in one sentence
! {{ verdict }}
{{ narratives.approval }}
{% if unverified %}
~ {{ unverified }}
{% endif %}
~ Amounts are in thousands of pounds, rounded so that every total adds up. Brackets mark what is\
 taken away.
{% repeat mark in marks %}
~ {{ mark.words }}
{% endrepeat %}
{% for part in statements %}
# {{ part.title }}
{{ part.grid }}
{% endfor %}
# Notes to the accounts
## Note 1: accounting policies
{{ narratives.policies }}
{% for part in notes %}
## {{ part.title }}
{{ part.grid }}
{% endfor %}
## Note {{ last_note }}: restated amounts
{% repeat part in restated %}
{{ part.grid }}
{% endrepeat %}
{% repeat one in none_restated %}
{{ one.words }}
{% endrepeat %}
## Note {{ last_note + 1 }}: events after the end of the year
{{ narratives.events }}
"""
PLAN = Plan(
    title="Annual accounts",
    created=datetime(2018, 4, 1),
    parts=((_PAPER, False),),
    purpose="For the year ended {{ year_end }}.",
)


if __name__ == "__main__":
    write(TARGET, PLAN)
    return_template.main(KEY, EDITION)
