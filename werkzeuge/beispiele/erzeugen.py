"""Write the example workbooks: ``python -m werkzeuge.beispiele.erzeugen``. The same input gives the same file."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from sozialplanung.report.vorlage_schreiben import write_vorlage
from werkzeuge.beispiele.bausteine import build_beispiel

ZIEL = Path(__file__).resolve().parents[2] / "data" / "beispiel"
MAPPEN = {"aachen": "staedteregion_aachen.xlsx", "hamm": "hamm.xlsx", "moenchengladbach": "moenchengladbach.xlsx"}

_UHRZEIT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def build_mappe(name: str) -> bytes:
    """The workbook of one example, without the time at which it was written."""
    beispiel = build_beispiel(name)
    mappe, ergebnis = io.BytesIO(), io.BytesIO()
    write_vorlage(mappe, beispiel.tabellen, beispiel.projekt)
    with zipfile.ZipFile(mappe) as quelle, zipfile.ZipFile(ergebnis, "w", zipfile.ZIP_DEFLATED) as ziel:
        for teil in quelle.namelist():
            inhalt = quelle.read(teil)
            if teil == "docProps/core.xml":
                inhalt = _UHRZEIT.sub(b"2024-01-01T00:00:00Z", inhalt)
            ziel.writestr(zipfile.ZipInfo(teil), inhalt, zipfile.ZIP_DEFLATED)
    return ergebnis.getvalue()


def main() -> None:
    for name, datei in MAPPEN.items():
        (ZIEL / datei).write_bytes(build_mappe(name))


if __name__ == "__main__":
    main()
