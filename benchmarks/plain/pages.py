"""The same pages by plain Jinja: `python pages.py SITE OUT`, from the finished data of a site."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

from jinja2 import DictLoader, Environment

TEMPLATES = {
    "base": """<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">
<title>{{ title }}</title>
<link rel="stylesheet" href="{{ up }}site.css"></head><body><header><a href="{{ up }}index.html">
{{ data.publisher }}</a></header><main><p>{{ data.period_title }}</p><h1>{{ title }}</h1>
{% block main %}{% endblock %}</main><footer><a href="{{ up }}about.html">About</a></footer></body>
</html>""",
    "list": """{% extends "base" %}{% block main %}{% for m in measures %}<li><a
href="{{ where }}{{ m.slug }}.html">{{ m.title }}</a> <b>{{ m.last.shown }}</b> {{ m.last.verdict }}
<span>Target: {{ m.last.target_words }}</span></li>{% endfor %}{% endblock %}""",
    "measure": """{% extends "base" %}{% block main %}<p><b>{{ m.last.shown }}</b>
{{ m.last.verdict }}</p>{% for size in (640, 320) %}<svg viewBox="0 0 {{ size }} 300">
<title>{{ m.title }}</title>{% for n in range(6) %}<path d="M40 {{ n * 50 }}H{{ size }}"/>
<text x="30" y="{{ n * 50 }}">{{ 80 + n * 4 }}%</text>{% endfor %}<path d="M{% for p in m.points
%}{{ "%.1f" | format(p.x * size) }} {{ "%.1f" | format(p.y) }}L{% endfor %}"/>
{% for p in m.points %}<circle cx="{{ "%.1f" | format(p.x * size) }}"
cy="{{ "%.1f" | format(p.y) }}" r="3"/>{% endfor %}
</svg>{% endfor %}<table><tr><th>Period</th><th>Result</th><th>Target</th><th>Verdict</th></tr>
{% for r in m.results | reverse %}<tr><th>{{ r.period }}</th><td>{{ r.shown }}</td>
<td>{{ r.target_words }}</td><td>{{ r.verdict }}</td></tr>{% endfor %}</table><h2>Meaning</h2>
<p>{{ m.definition }}</p><p>{{ m.source }}</p><a href="{{ m.slug }}.csv">Download</a>
{% endblock %}""",
}


def main(site: Path, out: Path) -> None:
    env = Environment(loader=DictLoader(TEMPLATES), autoescape=True)
    folders = ["", *(path.parent.name + "/" for path in sorted(site.glob("*/data.json")))]
    for folder in folders:
        text = (site / folder / "data.json").read_text(encoding="utf-8")
        quarter(env, json.loads(text), out / folder, "../" * bool(folder))
        (out / folder / "data.json").write_text(text, encoding="utf-8")


def quarter(env: Environment, data: dict[str, Any], out: Path, up: str) -> None:
    for name in ("measures", "services", "fragments", "frames"):
        (out / name).mkdir(parents=True, exist_ok=True)
    measures = [prepared(one) for one in data["measures"]]
    lists, pages = env.get_template("list"), env.get_template("measure")
    given = {"data": data, "up": up}
    write(out / "index.html", lists.render(
        title="All measures", measures=measures, where="measures/", **given))  # fmt: skip
    for service in dict.fromkeys(one["service"] for one in measures):
        own = [one for one in measures if one["service"] == service]
        write(out / "services" / f"{slug(service)}.html", lists.render(
            title=service, measures=own, where="../measures/", **given))  # fmt: skip
    for one in measures:
        page = pages.render(title=one["title"], m=one, **given)
        write(out / "measures" / f"{one['slug']}.html", page)
        write(out / "measures" / f"{one['slug']}.csv", rows(one))
        if not up:
            write(out / "fragments" / f"{one['slug']}.html", page)
            write(out / "frames" / f"{one['slug']}.html", page)


def prepared(one: dict[str, Any]) -> dict[str, Any]:
    results = one["results"]
    points = [
        {"x": at / len(results), "y": 300 - 3 * result["value"]}
        for at, result in enumerate(results)
        if result["value"] is not None
    ]
    return {**one, "slug": slug(one["title"]), "last": results[-1], "points": points}


def rows(one: dict[str, Any]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream)
    for result in one["results"]:
        writer.writerow([one["title"], *map(str, result.values())])
    return stream.getvalue()


def slug(text: str) -> str:
    return text.lower().replace(" ", "-")


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
