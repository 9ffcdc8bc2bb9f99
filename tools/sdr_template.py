"""Makes the Word template of the Statistical Data Return: the reviewer's pack.

Run as `python -m tools.sdr_template` from the repository root.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tools import return_template
from tools.template_kit import Plan, write

KEY, EDITION = "sdr", "2011-12"
TARGET = Path(f"report_templates/{KEY}/{EDITION}/sdr.docx")
_PACK = """\
# Summary
! {{ verdict }}
{% repeat bullet in bullets %}
- {{ bullet.words }}
{% endrepeat %}
{% if unverified %}
~ {{ unverified }}
{% endif %}
{% if marks %}
~ Marks: {{ marks }}.
{% endif %}
=# Validations
> Hard validations must be put right before submission. Soft ones must be explained. Official rests\
 on what the regulator publishes; ours could not be held against the forms.
{{ validations }}
=# Entity level information
{{ entity_part }}
# Stock by local authority
{% if stock_chart %}
{{ stock_chart }}
{% endif %}
{{ stock }}
{% if rents %}
=# Rents
{{ rents }}
^ Averages leave out homes without a rent. By authority and size they stand in the workbook.
{% endif %}
{% if ownership %}
=# Low cost home ownership
{{ ownership }}
{% endif %}
=# Non-social housing
{{ non_social }}
{% if usage %}
=# Stock usage
{{ usage }}
{% endif %}
{% if management %}
{{ management }}
{% endif %}
{% if balance %}
=# Stock balance sheet
{{ balance }}
{% repeat part in changes %}
{{ part.grid }}
{% endrepeat %}
{% endif %}
"""
PLAN = Plan(
    title="Statistical Data Return",
    created=datetime(2012, 4, 1),
    purpose="Purpose: to review the return before it is submitted.",
    parts=((_PACK, False),),
)


if __name__ == "__main__":
    write(TARGET, PLAN)
    return_template.main(KEY, EDITION)
