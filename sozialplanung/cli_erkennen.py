"""What `sozialplanung erkenne` says about a file."""

from __future__ import annotations

from collections.abc import Iterator

from sozialplanung.formatting import format_anzahl, format_zahl
from sozialplanung.importer import Erkennung
from sozialplanung.model import Lieferungspaket
from sozialplanung.vorlage import BLAETTER

_MERKMALE_GEZEIGT = 10


def describe(erkennung: Erkennung, paket: Lieferungspaket) -> Iterator[str]:
    """Profile, confidence, reason and shape, line by line."""
    yield f"Profil:     {erkennung.profil.name} ({erkennung.profil.titel})"
    yield f"Sicherheit: {format_zahl(100 * erkennung.sicherheit)} %"
    if erkennung.passung is not None:
        yield f"Rezept:     ›{erkennung.passung.rezept.name}‹ passt"
    if erkennung.deutung is None:
        yield f"Grund:      {erkennung.grund or 'keiner; gelesen wie eine Vorlage'}"
    else:
        for v in erkennung.deutung.vermutungen:
            yield f"  {v.was}: {v.ergebnis} ({format_zahl(100 * v.sicherheit)} %; {v.grund})"
    yield f"Inhalt:     {erkennung.form or _describe_mappe(paket)}"
    yield f"Quelle:     {paket.quelle}"
    if erkennung.profil.lies is None or "merkmal" not in paket.tabellen:
        return
    merkmale = paket.tabellen["merkmal"]
    for zeile in merkmale.head(_MERKMALE_GEZEIGT).to_dict("records"):
        yield f"  {zeile['merkmal_id']}: {zeile['bezeichnung']} [{zeile['einheit'] or zeile['art']}]"
    if (rest := len(merkmale) - _MERKMALE_GEZEIGT) > 0:
        yield f"  … und {format_anzahl(rest, 'weiteres Merkmal', 'weitere Merkmale')}"


def _describe_mappe(paket: Lieferungspaket) -> str:
    namen = {blatt.tabelle: blatt.name for blatt in BLAETTER}
    return ", ".join(
        f"{namen[name]}: {format_anzahl(len(frame), 'Zeile', 'Zeilen')}"
        for name, frame in paket.tabellen.items()
        if name in namen
    )
