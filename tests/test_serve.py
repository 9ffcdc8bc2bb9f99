"""`pmf serve`: pages shown on this machine alone."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from pmf_engine.documents.web.preview import Preview
from tests.command import Pmf
from tests.web_kit import Landlord


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "site"
    (home / "2026-q2").mkdir(parents=True)
    for name in ("index.html", "2026-q2/index.html"):
        (home / name).write_text("<p>Hello", encoding="utf-8")
    for name in ("site.css", "data.json", "rows.csv", "icon.svg", "notes.txt"):
        (home / name).write_text("x", encoding="utf-8")
    (tmp_path / "secret.html").write_text("secret", encoding="utf-8")
    (home / "linked.html").symlink_to(tmp_path / "secret.html")
    return home


@pytest.fixture
def server(folder: Path) -> Iterator[Preview]:
    preview = Preview(folder, 0)
    thread = threading.Thread(target=preview.serve_forever, daemon=True)
    thread.start()
    yield preview
    preview.shutdown()
    preview.server_close()


def ask(server: Preview, path: str, method: str = "GET", **headers: str) -> tuple[int, dict, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    return answer.status, dict(answer.getheaders()), answer.read()


def test_it_listens_on_loopback_alone(server):
    assert server.server_address[0] == "127.0.0.1"
    assert server.address == f"http://127.0.0.1:{server.server_port}/"


def test_a_page_comes_with_its_type_and_its_policy(server):
    status, headers, body = ask(server, "/")
    assert (status, body) == (200, b"<p>Hello")
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/site.css", "text/css"), ("/data.json", "application/json"), ("/rows.csv", "text/csv"),
     ("/icon.svg", "image/svg+xml")],
)  # fmt: skip
def test_every_kind_of_file_has_its_type(server, path, kind):
    assert ask(server, path)[1]["Content-Type"].startswith(kind)


def test_a_folder_leads_to_its_first_page_at_its_own_address(server):
    status, headers, _ = ask(server, "/2026-q2")
    assert (status, headers["Location"]) == (301, "/2026-q2/")
    assert ask(server, "/2026-q2/")[0] == 200


@pytest.mark.parametrize(
    "path",
    ["/../secret.html", "/%2e%2e/secret.html", "/2026-q2/../../secret.html", "/..%5csecret.html",
     "/linked.html", "/notes.txt", "/none.html", "/%00", "//secret.html"],
)  # fmt: skip
def test_nothing_outside_the_folder_and_no_other_kind_of_file_is_given(server, path):
    status, _, body = ask(server, path)
    assert status == 404 and b"secret" not in body


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", ""])
def test_another_host_is_refused_so_that_no_page_elsewhere_can_read_it(server, host):
    assert ask(server, "/", Host=host)[0] == 421


def test_localhost_is_this_machine(server):
    assert ask(server, "/", Host=f"localhost:{server.server_port}")[0] == 200


def test_a_head_has_no_body_and_nothing_can_be_sent(server):
    status, headers, body = ask(server, "/", "HEAD")
    assert (status, headers["Content-Length"], body) == (200, "8", b"")
    assert ask(server, "/", "POST")[0] == 501


def test_it_says_where_and_stops_when_told(tmp_path):
    landlord = Landlord(tmp_path / "workspace")
    site = landlord.build()
    command = [sys.executable, "-m", "pmf_engine", "serve", "--port", "0", "--workspace"]
    process = subprocess.Popen(
        [*command, str(landlord.root)], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert process.stdout is not None
    first, second = process.stdout.readline(), process.stdout.readline()
    assert Path(first.strip()) == site.home
    port = int(re.search(r"http://127\.0\.0\.1:(\d+)/", second)[1])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", "/")
    assert connection.getresponse().status == 200
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0
    assert "Stopped." in process.stdout.read()
    process.stdout.close()


def test_a_folder_without_pages_and_a_workspace_without_any_get_a_sentence(tmp_path, capsys):
    landlord = Landlord(tmp_path / "workspace")
    landlord.write()
    pmf = Pmf(landlord.root, capsys)
    said = pmf("serve")
    assert said.status == 2 and "Build some first" in said.err
    said = pmf("serve", tmp_path)
    assert said.status == 2 and "holds no index.html" in said.err


def test_a_port_that_is_taken_gets_a_sentence(server, folder, tmp_path, capsys):
    pmf = Pmf(tmp_path, capsys)
    said = pmf.bare("serve", folder, "--port", str(server.server_port))
    assert said.status == 2 and "Choose another with --port" in said.err
