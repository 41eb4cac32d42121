"""Hunts for files that the way in does not answer with a sentence: ``python tests/fuzz/fuzz_lieferung.py [corpus]``.

Needs atheris, which is no dependency: where it is missing, it says so and stops. No part of the test command.
"""

from __future__ import annotations

import contextlib
import importlib
import sys
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[1] / "importer")]

NAMEN = ("datei.csv", "datei.xlsx", "datei.xls", "datei.geojson")


def try_bytes(daten: bytes) -> None:
    """The first byte chooses the name; only a ``SozialplanungError`` may come out."""
    from sozialplanung.errors import SozialplanungError
    from sozialplanung.importer import read_lieferung

    if daten:
        with contextlib.suppress(SozialplanungError):
            read_lieferung(daten[1:], NAMEN[daten[0] % len(NAMEN)], gebiete_anlegen=True)


def main() -> int:
    """Starts from the sound files of all profiles."""
    try:
        atheris = importlib.import_module("atheris")
    except ModuleNotFoundError:
        sys.stderr.write("atheris is not installed; nothing was tried\n")
        return 1
    with atheris.instrument_imports(include=["sozialplanung.importer"]):
        importlib.import_module("sozialplanung.importer")
    gute = importlib.import_module("gute_dateien").gute_dateien()
    with tempfile.TemporaryDirectory() as ordner:
        for nummer, (name, inhalt) in enumerate(gute.items()):
            art = next((i for i, endung in enumerate(NAMEN) if Path(name).suffix == Path(endung).suffix), 0)
            (Path(ordner) / str(nummer)).write_bytes(bytes([art]) + inhalt)
        atheris.Setup([*sys.argv, ordner], try_bytes)
        atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
