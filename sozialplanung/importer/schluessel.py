"""Keys: lost zeros are put back, then every key must be known, used once, and lead to no circle."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from sozialplanung.importer.befunde import Befundliste, Mangel
from sozialplanung.importer.blattleser import Blattdaten
from sozialplanung.importer.gebiete import EBENE_DER_LAENGE
from sozialplanung.importer.texte import show, suggest
from sozialplanung.importer.vorhandenes import Vorhandenes
from sozialplanung.vorlage import blatt as blatt_namens


def _ohne_nullen(bekannt: Iterable[str]) -> dict[str, str]:
    """Key without its leading zeros → key, where that is unambiguous."""
    kurz: dict[str, str] = {}
    doppelt = set()
    for schluessel in bekannt:
        form = schluessel.lstrip("0")
        if form != schluessel and schluessel.isdigit():
            if form in kurz:
                doppelt.add(form)
            kurz[form] = schluessel
    return {form: schluessel for form, schluessel in kurz.items() if form not in doppelt}


def repair_gebiete(gebiete: Blattdaten, vorhanden: Vorhandenes, befunde: Befundliste) -> None:
    """Lost zeros of the keys that a delivery defines: by the Projekt, else by the length of official keys."""
    bekannt = vorhanden.schluessel("gebiet")
    kurz = _ohne_nullen(bekannt)
    geaendert: dict[str, str] = {}
    for schluessel, ebene in zip(gebiete.spalten["gebiet_id"], gebiete.spalten["raumebene"], strict=True):
        text = str(schluessel)
        if text in bekannt or not text.isdigit() or text.startswith("0"):
            continue
        if text in kurz:
            geaendert[text] = kurz[text]
        elif EBENE_DER_LAENGE.get(len(text) + 1) == ebene:  # Länder 01–09: spreadsheets drop the zero
            geaendert[text] = "0" + text
    _replace(gebiete, "gebiet_id", geaendert, befunde)


def _replace(daten: Blattdaten, spalte: str, geaendert: Mapping[str, str], befunde: Befundliste) -> None:
    if not geaendert:
        return
    werte = daten.spalten[spalte]
    stellen: dict[str, list[int]] = {}
    for i, wert in enumerate(werte):
        if wert in geaendert:
            stellen.setdefault(str(wert), []).append(i)
            werte[i] = geaendert[str(wert)]
    for alt, platz in stellen.items():
        mangel = Mangel("lost_zeros", f"wurde zu {geaendert[alt]} ergänzt (führende Null verloren).", "")
        befunde.add_zeilen(mangel, daten.blatt.name, [daten.zeilen[i] for i in platz], daten.titel[spalte], alt)


def known_keys(blaetter: Mapping[str, Blattdaten], vorhanden: Vorhandenes, tabelle: str) -> set[str]:
    """Keys in the Projekt and in the delivery."""
    bekannt = set(vorhanden.schluessel(tabelle))
    if tabelle in blaetter:
        daten = blaetter[tabelle]
        bekannt |= {str(wert) for wert in daten.spalten[daten.blatt.schluessel[0]]}
    return bekannt


def check_verweise(
    blaetter: Mapping[str, Blattdaten], vorhanden: Vorhandenes, alte: Collection[str], befunde: Befundliste
) -> None:
    """Every reference must lead somewhere; zeros that a spreadsheet swallowed are put back first.

    ``alte``: areas of the past that figures may still come with.
    """
    bekannt: dict[str, set[str]] = {}
    kurz: dict[str, dict[str, str]] = {}
    for daten in blaetter.values():
        for spalte in daten.blatt.spalten:
            if spalte.verweis is None or spalte.name not in daten.geliefert:
                continue
            if spalte.verweis not in bekannt:
                bekannt[spalte.verweis] = known_keys(blaetter, vorhanden, blatt_namens(spalte.verweis).tabelle)
                kurz[spalte.verweis] = _ohne_nullen(bekannt[spalte.verweis])
            werte = daten.spalten[spalte.name]
            fremd = {str(wert) for wert in set(werte) if wert is not None} - bekannt[spalte.verweis]
            if daten.blatt.tabelle == "wert" and spalte.name == "gebiet_id":
                fremd -= set(alte)
            if not fremd:
                continue
            heilbar = {alt: kurz[spalte.verweis][alt] for alt in fremd if alt in kurz[spalte.verweis]}
            _replace(daten, spalte.name, heilbar, befunde)
            _tell_unknown(daten, spalte.name, fremd - set(heilbar), sorted(bekannt[spalte.verweis]), befunde)


def _tell_unknown(daten: Blattdaten, spalte: str, fremd: set[str], bekannt: list[str], befunde: Befundliste) -> None:
    if not fremd:
        return
    verweis = daten.blatt.spalte(spalte).verweis
    stellen: dict[str, list[int]] = {}
    for i, wert in enumerate(daten.spalten[spalte]):
        if wert in fremd:
            stellen.setdefault(str(wert), []).append(i)
    vorschlaege = 20  # difflib over thousands of keys takes its time
    for schluessel, platz in stellen.items():
        aehnlich = suggest(schluessel, bekannt[:5000]) if (vorschlaege := vorschlaege - 1) >= 0 else None
        rat = f"Meinten Sie ›{aehnlich}‹?" if aehnlich else "Bitte ergänzen Sie ihn dort oder korrigieren Sie ihn hier."
        mangel = Mangel("unknown_key", f"steht weder im Blatt ›{verweis}‹ noch im Projekt.", rat)
        befunde.add_zeilen(mangel, daten.blatt.name, [daten.zeilen[i] for i in platz], daten.titel[spalte], schluessel)


def check_doppelte(daten: Blattdaten, befunde: Befundliste) -> None:
    """Two rows with the same key: kept once when they agree, an error when they contradict each other."""
    schluessel = list(zip(*(daten.spalten[name] for name in daten.blatt.schluessel), strict=True))
    if len(set(schluessel)) == len(schluessel):
        return
    zeilen = list(zip(*daten.spalten.values(), strict=True))
    erste: dict[tuple[object, ...], int] = {}
    behalten = [True] * len(schluessel)
    for i, wert in enumerate(schluessel):
        vorher = erste.setdefault(wert, i)
        if vorher == i:
            continue
        behalten[i] = False
        tell_doppelt(
            befunde,
            daten.blatt.name,
            daten.zeilen[i],
            daten.titel.get(daten.blatt.schluessel[0]),
            " · ".join(show(teil) for teil in wert if teil not in {None, ""}),
            daten.zeilen[vorher],
            gleich=zeilen[i] == zeilen[vorher],
        )
    daten.keep(behalten)


def tell_doppelt(
    befunde: Befundliste, blatt: str, zeile: int, spalte: str | None, wert: str, erste: int, *, gleich: bool
) -> None:
    """A row that stands twice (``gleich``) or contradicts an earlier one."""
    if gleich:
        mangel = Mangel("duplicate_row", f"steht genauso schon in Zeile {erste}; die Zeile wird einmal gelesen.", "")
    else:
        mangel = Mangel(
            "duplicate_key",
            f"steht mit anderen Angaben schon in Zeile {erste}.",
            "Bitte lassen Sie nur eine Zeile stehen.",
        )
    befunde.add(mangel, blatt, zeile, spalte, wert)


def check_kreise(daten: Blattdaten, spalte: str, vorhanden: Vorhandenes, befunde: Befundliste) -> None:
    """No row may contain itself, neither directly nor through others (Liegt in; Teil von)."""
    schluessel = daten.blatt.schluessel[0]
    gespeichert = vorhanden.tabelle(daten.blatt.tabelle)
    oben: dict[str, str] = {
        str(kind): eltern
        for kind, eltern in zip(gespeichert[schluessel], gespeichert[spalte], strict=True)
        if isinstance(eltern, str) and eltern
    }
    geliefert = dict(zip(daten.spalten[schluessel], daten.spalten[spalte], strict=True))
    for kind, eltern in geliefert.items():
        oben.pop(str(kind), None)
        if isinstance(eltern, str) and eltern:
            oben[str(kind)] = eltern
    fertig: set[str] = set()
    for i, start in enumerate(daten.spalten[schluessel]):
        weg: dict[str, None] = {}
        knoten: str | None = str(start)
        while knoten is not None and knoten not in fertig and knoten not in weg:
            weg[knoten] = None
            knoten = oben.get(knoten)
        if knoten is not None and knoten in weg:
            kreis = [*list(weg)[list(weg).index(knoten) :], knoten]
            mangel = Mangel("cycle", f"führt im Kreis: {' → '.join(kreis)}.", "Bitte lösen Sie den Kreis auf.")
            befunde.add(mangel, daten.blatt.name, daten.zeilen[i], daten.titel.get(spalte), oben.get(str(start)))
        fertig |= set(weg)
