"""The Streamlit server with what it lacks: German as the page's language, geometry by URL, one place for errors."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from urllib.parse import quote

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import RedirectResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sozialplanung.store import rest_projekte
from sozialplanung.ui import deutsch, geometrie, masse

log = logging.getLogger("sozialplanung")

RUHE = 60  # seconds without a question, after which a Projekt is let go of; told in store/fehler.py
RUNDE = 5  # seconds between looking round
STARTSEITE = "/ueberblick"


def report_unexpected(error: Exception) -> bool:
    """People read a German sentence, the log gets the trace."""
    log.error("unexpected error in a page", exc_info=error)
    st.error(
        "Hier ist etwas schiefgegangen, das nicht hätte passieren dürfen. Ihre Daten sind unverändert. "
        "Bitte laden Sie die Seite neu; bleibt der Fehler, hilft die Meldung im Fenster, in dem die Anwendung läuft.",
        icon=":material/error:",
    )
    return True


class StartRedirect:
    """``/`` → the first page, so that every page (the first, too) has an address of its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == "/" and scope["method"] == "GET":
            anfrage = scope.get("query_string", b"").decode("latin-1")
            ziel = STARTSEITE + (f"?{quote(anfrage, safe='=&%+')}" if anfrage else "")
            await RedirectResponse(ziel, status_code=307)(scope, receive, send)
            return
        await self.app(scope, receive, send)


class GermanHtml:
    """Streamlit serves ``<html lang="en">``; screen readers should read German, numbers in tables
    and Streamlit's own words be German. Also leaves the window's size."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start: Message | None = None
        teile: list[bytes] = []

        async def translate(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                if Headers(raw=message["headers"]).get("content-type", "").startswith("text/html"):
                    start = message
                    return
            elif message["type"] == "http.response.body" and start is not None:
                teile.append(message.get("body", b""))
                if message.get("more_body"):
                    return
                seite = b"".join(teile).replace(b'<html lang="en"', b'<html lang="de"', 1)
                seite = seite.replace(b"<head>", b"<head>" + (deutsch.SKRIPT + masse.SKRIPT).encode(), 1)
                MutableHeaders(raw=start["headers"])["content-length"] = str(len(seite))
                await send(start)
                await send({"type": "http.response.body", "body": seite})
                return
            await send(message)

        if "text/html" in Headers(scope=scope).get("accept", ""):  # a page, not its parts: ask for it unpacked
            scope = {**scope, "headers": [(n, w) for n, w in scope["headers"] if n != b"accept-encoding"]}
        await self.app(scope, receive, translate)


@contextlib.asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """While the server runs, Projekte that nobody looks at are let go of: the command line may use them then."""

    async def look_round() -> None:
        while True:
            await asyncio.sleep(RUNDE)
            await asyncio.to_thread(rest_projekte, RUHE)

    runde = asyncio.create_task(look_round())
    try:
        yield
    finally:
        runde.cancel()


ROUTES = [Route(geometrie.PFAD, geometrie.serve)]
MIDDLEWARE = [Middleware(StartRedirect), Middleware(GermanHtml)]
