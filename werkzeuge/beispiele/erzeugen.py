"""Write the example workbooks: ``python -m werkzeuge.beispiele.erzeugen``. The same input gives the same content."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sozialplanung.report.vorlage_schreiben import write_vorlage

from werkzeuge.beispiele.aachen import build_aachen
from werkzeuge.beispiele.bausteine import Beispiel

ZIEL = Path(__file__).resolve().parents[2] / "data" / "beispiel"
BEISPIELE: dict[str, Callable[[], Beispiel]] = {"staedteregion_aachen": build_aachen}


def main() -> None:
    for name, build in BEISPIELE.items():
        beispiel = build()
        write_vorlage(ZIEL / f"{name}.xlsx", beispiel.tabellen, beispiel.projekt)


if __name__ == "__main__":
    main()
