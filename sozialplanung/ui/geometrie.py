"""Geometry goes to the browser once, by URL and content hash; the websocket then carries colours only."""

from __future__ import annotations

import gzip
import hashlib

from starlette.requests import Request
from starlette.responses import Response

PFAD = "/geometrie/{schluessel}.geojson"
_ABLAGE: dict[str, bytes] = {}
_HOECHSTENS = 64


def publish(geojson: str) -> str:
    """Keep a GeoJSON text for the browser; returns the path under which it is served."""
    roh = geojson.encode()
    schluessel = hashlib.sha256(roh).hexdigest()[:24]
    if schluessel not in _ABLAGE:
        while len(_ABLAGE) >= _HOECHSTENS:
            _ABLAGE.pop(next(iter(_ABLAGE)), None)
        _ABLAGE[schluessel] = gzip.compress(roh, compresslevel=6, mtime=0)
    return PFAD.format(schluessel=schluessel)


async def serve(request: Request) -> Response:
    gepackt = _ABLAGE.get(request.path_params["schluessel"])
    if gepackt is None:
        return Response("Diese Grenzen sind nicht mehr geladen. Bitte die Seite neu laden.", status_code=404)
    kopf = {"Cache-Control": "private, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(gepackt, media_type="application/geo+json", headers=kopf | {"Content-Encoding": "gzip"})
    return Response(gzip.decompress(gepackt), media_type="application/geo+json", headers=kopf)
