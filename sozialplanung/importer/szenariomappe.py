"""Reads back the workbook of ``report.szenariomappe``: the same scenarios, to the cent, or a sentence why not."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from urllib.parse import parse_qsl, urlencode

from sozialplanung.errors import LieferungError
from sozialplanung.formatting import format_euro
from sozialplanung.importer.mappe import Rohblatt, Zelle, read_mappe
from sozialplanung.importer.texte import show, strip_schutz
from sozialplanung.store.szenarien import Szenariofassung
from sozialplanung.vorlage_szenario import (
    ANNAHME,
    ANNAHMEN,
    BETRAEGE,
    EIGENE_ZEILEN,
    GEBIET,
    LINK,
    PRUEFZAHL,
    SCHLUESSEL,
    STADTWEIT,
    SUMME,
)

HOECHSTENS_BYTES = 5_000_000
_NEU = "Bitte laden Sie das Szenario dort, wo es herkommt, neu herunter."


def read_scenarios(inhalt: bytes, dateiname: str, gebiete: Collection[str]) -> list[Szenariofassung]:
    """Every scenario of the workbook; ``gebiete``: the keys of the Projekt.

    Raises
    ------
    LieferungError
        No such workbook; areas of another Projekt; amounts that are no whole cents; sums that do not agree; anything
        that was changed since the export.
    """
    if len(inhalt) > HOECHSTENS_BYTES:
        raise LieferungError(f"Die Datei ›{dateiname}‹ ist zu groß für ein Szenario.")
    blaetter = {blatt.name: blatt for blatt in read_mappe(inhalt, dateiname).blaetter}
    if not {BETRAEGE, ANNAHMEN} <= set(blaetter):
        raise LieferungError(
            f"In ›{dateiname}‹ fehlen die Blätter ›{BETRAEGE}‹ und ›{ANNAHMEN}‹. Lesen lässt sich, was unter dem "
            "Simulator als XLSX heruntergeladen wurde."
        )
    betraege = _rows(blaetter[BETRAEGE], (SCHLUESSEL, GEBIET))
    annahmen = _rows(blaetter[ANNAHMEN], (ANNAHME,))
    namen = [name for name in betraege[0] if name not in (SCHLUESSEL, GEBIET)]
    if not namen or not set(namen) <= set(annahmen[0]):
        raise LieferungError(
            f"›{dateiname}‹: Auf den Blättern ›{BETRAEGE}‹ und ›{ANNAHMEN}‹ stehen nicht dieselben Szenarien. {_NEU}"
        )
    return [_scenario(name, betraege, annahmen, gebiete) for name in namen]


def _rows(blatt: Rohblatt, pflicht: Sequence[str]) -> list[dict[str, Zelle]]:
    """Rows by the texts of the first one."""
    kopf = [_text(zelle) for zelle in blatt.zeilen[0]] if blatt.zeilen else []
    zeilen = [dict(zip(kopf, zeile, strict=False)) for zeile in blatt.zeilen[1:]]
    if not set(pflicht) <= set(kopf) or not zeilen:
        raise LieferungError(f"Blatt ›{blatt.name}‹: Die Spalte ›{pflicht[0]}‹ oder ihre Zeilen fehlen. {_NEU}")
    return zeilen


def _text(zelle: Zelle) -> str:
    """Text as it was before the export protected it from being run as a formula."""
    return strip_schutz(zelle.strip()) if isinstance(zelle, str) else show(zelle)


def _scenario(
    name: str,
    zeilen: Sequence[Mapping[str, Zelle]],
    annahmen: Sequence[Mapping[str, Zelle]],
    gebiete: Collection[str],
) -> Szenariofassung:
    betraege: list[tuple[str, str, int]] = []
    summe = None
    for zeile in zeilen:
        schluessel, ort = _text(zeile[SCHLUESSEL]), _text(zeile[GEBIET])
        betrag = zeile.get(name, "")
        if ort == SUMME and not schluessel:
            summe = _cent(name, SUMME, betrag)
        elif betrag != "":
            if schluessel not in gebiete and schluessel != STADTWEIT:
                raise LieferungError(
                    f"»{name}«: Das Gebiet ›{schluessel}‹ ({ort}) gibt es in diesem Projekt nicht. Bitte öffnen Sie "
                    "das Projekt, zu dem das Szenario gehört."
                )
            betraege.append((schluessel, ort, _cent(name, ort, betrag)))
    worte = {_text(zeile[ANNAHME]): _text(zeile.get(name, "")) for zeile in annahmen}
    szenario = Szenariofassung(
        name,
        urlencode(parse_qsl(worte.get(LINK, ""))),
        tuple((annahme, wert) for annahme, wert in worte.items() if annahme not in EIGENE_ZEILEN and wert),
        tuple(betraege),
    )
    if summe != szenario.summe:
        sagt = "fehlt" if summe is None else f"nennt {format_euro(summe / 100, 2)}"
        raise LieferungError(
            f"»{name}«: Die Beträge ergeben {format_euro(szenario.summe / 100, 2)}, die Zeile ›{SUMME}‹ {sagt}. Die "
            f"Mappe wurde verändert; sie wird nicht eingelesen. {_NEU}"
        )
    if worte.get(PRUEFZAHL) != szenario.pruefzahl:
        raise LieferungError(
            f"»{name}«: Die Summe stimmt, aber ein Betrag oder eine Annahme ist nicht mehr die des Exports (Prüfzahl). "
            f"Die Mappe wird nicht eingelesen. {_NEU}"
        )
    return szenario


def _cent(name: str, ort: str, zelle: Zelle) -> int:
    """Whole cents ≥ 0."""
    if isinstance(zelle, bool) or not isinstance(zelle, int | float) or not 0 <= zelle < 2**43:
        raise LieferungError(f"»{name}«, {ort}: ›{show(zelle)}‹ ist kein Betrag. {_NEU}")
    cent = round(zelle * 100)
    if abs(zelle * 100 - cent) > 1e-3:
        raise LieferungError(f"»{name}«, {ort}: ›{show(zelle)}‹ ist kein Betrag in ganzen Cent. {_NEU}")
    return cent
