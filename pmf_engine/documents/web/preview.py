"""A folder of web pages shown on this machine alone, with the headers to publish it with."""

from __future__ import annotations

from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from pmf_engine.documents.web.environment import POLICY

LOOPBACK = "127.0.0.1"
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8; header=present",
    ".json": "application/json; charset=utf-8",
    ".svg": "image/svg+xml",
}
_HEADERS = {
    "Content-Security-Policy": f"{POLICY}; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class Preview(ThreadingHTTPServer):
    """A server of one folder, for requests that name this machine; port 0 takes any that is free.

    Raises OSError where the port is taken.
    """

    daemon_threads = True

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder.resolve()
        super().__init__((LOOPBACK, port), _Handler)

    @property
    def address(self) -> str:
        """Where the first page is to be seen."""
        return f"http://{LOOPBACK}:{self.server_port}/"

    def is_meant(self, host: str) -> bool:
        """Whether the host that a request names is this server: no other name may lead here."""
        return host in (f"{LOOPBACK}:{self.server_port}", f"localhost:{self.server_port}")

    def find(self, target: str) -> Path | None:
        """Return the file that a request asks for; None outside the folder or where none is."""
        parts = [part for part in unquote(urlsplit(target).path).split("/") if part]
        if any(part in (".", "..") or "\\" in part or "\0" in part for part in parts):
            return None
        path = self.folder.joinpath(*parts).resolve()
        if not path.is_relative_to(self.folder):
            return None
        path = path / "index.html" if path.is_dir() else path
        return path if path.suffix in _TYPES and path.is_file() else None


class _Handler(BaseHTTPRequestHandler):
    server: Preview
    server_version, sys_version = "pmf", ""

    def do_GET(self) -> None:
        self._answer(True)

    def do_HEAD(self) -> None:
        self._answer(False)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing of each request."""

    def _answer(self, whole: bool) -> None:
        if not self.server.is_meant(self.headers.get("Host", "")):
            self._send(HTTPStatus.MISDIRECTED_REQUEST, b"Ask for 127.0.0.1.\n", ".html", whole)
            return
        path = self.server.find(self.path)
        asked = urlsplit(self.path).path
        if path is None:
            self._send(HTTPStatus.NOT_FOUND, b"There is no such page.\n", ".html", whole)
        elif path.name == "index.html" and not asked.endswith(("/", "index.html")):
            self._move(f"{asked.rstrip('/')}/".replace("//", "/"))
        else:
            self._send(HTTPStatus.OK, path.read_bytes(), path.suffix, whole)

    def _move(self, to: str) -> None:
        """Send the reader on to a folder's own address, on which its links rest."""
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", to)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, status: HTTPStatus, content: bytes, kind: str, whole: bool) -> None:
        self.send_response(status)
        self.send_header("Content-Type", _TYPES[kind])
        self.send_header("Content-Length", str(len(content)))
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.end_headers()
        if whole:
            self.wfile.write(content)
