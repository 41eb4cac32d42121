"""Our own Vorlage: recognised by its sheets, read by ``vorlage_lesen``."""

from __future__ import annotations

from sozialplanung.importer.datei import Datei
from sozialplanung.importer.profile.roh import Profil
from sozialplanung.importer.texte import normalise
from sozialplanung.vorlage import BLAETTER


def _pruefe(datei: Datei) -> tuple[float, str]:
    if not datei.is_mappe:
        return 0.0, ""
    namen = {normalise(text): blatt.name for blatt in BLAETTER for text in (blatt.name, blatt.tabelle)}
    namen[normalise("Projekt")] = "Projekt"
    gefunden = [namen[form] for blatt in datei.blaetter if (form := normalise(blatt.name)) in namen]
    if not gefunden:
        return 0.0, ""
    blaetter = ", ".join(f"›{name}‹" for name in gefunden[:3])
    return (0.98 if len(gefunden) > 1 else 0.9), f"Blätter der Vorlage: {blaetter}{' …' if len(gefunden) > 3 else ''}"


PROFIL = Profil("vorlage", "Vorlage dieser Anwendung", _pruefe, None)
