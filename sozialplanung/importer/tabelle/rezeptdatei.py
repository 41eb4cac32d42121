"""Recipes as YAML that a person can read, send and put under version control."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import yaml

from sozialplanung.errors import LieferungError
from sozialplanung.importer.tabelle.lesart import ROLLEN, Zeilenart
from sozialplanung.importer.tabelle.raster import KODIERUNGEN
from sozialplanung.importer.tabelle.rezept import Rezept, Stelle, Wertrezept
from sozialplanung.model import Herkunft, Merkmalsart, Raumebene

HOECHSTENS_BYTES = 200_000
_HOECHSTENS_ZEICHEN = 500
_HOECHSTENS_ZAHL = 20_000
_KOPF = (
    "# Rezept: wie Tabellen dieser Art gelesen werden. Überschriften stehen ohne Jahre, klein und ohne Leerzeichen.\n"
    "# Einlesen auf der Seite »Daten« oder mit: sozialplanung --projekt PFAD import DATEI --rezept DIESE.yaml\n"
)
T = TypeVar("T")


def write_rezept(rezept: Rezept) -> str:
    """YAML; ``read_rezept`` gives the same recipe back."""
    inhalt: dict[str, Any] = {
        "rezept": 1,
        "name": rezept.name,
        "blatt": rezept.blatt,
        "kopfzeilen": rezept.kopfzeilen,
        "abstand": rezept.abstand,
        "breite": rezept.breite,
        "spalten": {rolle: _write_stelle(wo) for rolle, wo in rezept.rollen},
        "gruppen": [_write_stelle(wo) for wo in rezept.gruppen],
        "raumebene": rezept.ebene,
        "zeitraum": "fragen" if rezept.fragen else "aus der Datei",
        "werte": [_write_wert(wert) for wert in rezept.werte],
        "nicht_lesen": [_write_stelle(wo) for wo in rezept.weg],
        "zeilen": [{"name": name, "art": str(art)} for name, art in rezept.zeilen],
        "ende_vor": rezept.ende_vor,
        "dezimalzeichen": rezept.dezimal,
        "kodierung": rezept.kodierung,
        "trennzeichen": rezept.trenner,
        "quelle": rezept.quelle,
        "herkunft": None if rezept.herkunft is None else str(rezept.herkunft),
    }
    gesagt = {name: eintrag for name, eintrag in inhalt.items() if eintrag not in (None, "", [], {})}
    return _KOPF + yaml.safe_dump(gesagt, allow_unicode=True, sort_keys=False, width=110)


def _write_stelle(wo: Stelle) -> dict[str, Any]:
    return {"ueberschrift": wo.ueberschrift} | ({"stelle": wo.stelle} if wo.stelle > 1 else {})


def _write_wert(wert: Wertrezept) -> dict[str, Any]:
    felder = {
        "ueberschrift": wert.ueberschrift,
        "stelle": wert.stelle or None,
        "merkmal": wert.merkmal,
        "gruppe": wert.gruppe or None,
        "einheit": wert.einheit or None,
        "art": str(wert.art),
        "faktor": wert.faktor,
        "zeitraum": "fragen" if wert.fragen else None,
    }
    return {name: eintrag for name, eintrag in felder.items() if eintrag is not None}


def read_rezept(inhalt: bytes | str) -> Rezept:
    """A recipe from a file or from the Projekt.

    Raises
    ------
    LieferungError
        With one German sentence that says what does not fit.
    """
    a = _Angaben(_load(inhalt), "Im Rezept")
    spalten = _Angaben(a.mapping("spalten"), "Im Rezept unter ›spalten‹")
    rollen = tuple((rolle, _stelle(spalten.part(rolle))) for rolle in ROLLEN if rolle in spalten)
    werte = tuple(_wert(teil) for teil in a.parts("werte"))
    if not werte or not any(rolle in ("gebiet", "schluessel") for rolle, _ in rollen):
        raise LieferungError("Dem Rezept fehlt die Spalte der Gebiete (spalten: gebiet) oder die Liste ›werte‹.")
    return Rezept(
        name=" ".join(a.text("name").split()) or "ohne Namen",
        blatt=a.text("blatt"),
        kopfzeilen=a.zahl("kopfzeilen"),
        abstand=a.zahl("abstand"),
        breite=a.zahl("breite"),
        rollen=rollen,
        gruppen=tuple(map(_stelle, a.parts("gruppen"))),
        werte=werte,
        weg=tuple(map(_stelle, a.parts("nicht_lesen"))),
        ebene=a.one_of("raumebene", ["", *Raumebene], str) or "",
        fragen=a.text("zeitraum") == "fragen",
        zeilen=tuple((t.text("name"), t.required("art", list(Zeilenart), Zeilenart)) for t in a.parts("zeilen")),
        ende_vor=a.text("ende_vor"),
        dezimal=a.one_of("dezimalzeichen", [",", "."], str),
        kodierung=a.one_of("kodierung", KODIERUNGEN, str),
        trenner=a.one_of("trennzeichen", [";", ",", "\t", "|"], str),
        quelle=a.text("quelle") or None,
        herkunft=a.one_of("herkunft", list(Herkunft), Herkunft),
    )


def _stelle(teil: _Angaben) -> Stelle:
    return Stelle(teil.text("ueberschrift"), max(teil.zahl("stelle", 1), 1))


def _wert(teil: _Angaben) -> Wertrezept:
    return Wertrezept(
        teil.text("ueberschrift"),
        teil.zahl("stelle"),
        teil.text("merkmal"),
        teil.text("gruppe"),
        teil.text("einheit"),
        teil.required("art", list(Merkmalsart), Merkmalsart),
        teil.faktor("faktor"),
        teil.text("zeitraum") == "fragen",
    )


def _load(inhalt: bytes | str) -> Mapping[Any, Any]:
    if len(inhalt) > HOECHSTENS_BYTES:
        raise LieferungError("Die Datei ist zu groß für ein Rezept (höchstens 200 kB).")
    try:
        text = inhalt.decode("utf-8-sig") if isinstance(inhalt, bytes) else inhalt
        angaben = yaml.safe_load(text)
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError) as fehler:
        raise LieferungError("Die Datei ist kein lesbares YAML; bitte ein Rezept der Seite »Daten« nehmen.") from fehler
    if not isinstance(angaben, dict) or angaben.get("rezept") != 1:
        raise LieferungError("Die Datei ist kein Rezept dieser Anwendung: Die Zeile ›rezept: 1‹ fehlt.")
    return angaben


class _Angaben:
    """A part of the YAML; what is not as it should be raises, with its name."""

    def __init__(self, teil: object, wo: str) -> None:
        self._wo = wo
        if not isinstance(teil, dict):
            raise LieferungError(f"{wo} steht etwas anderes als Angaben der Form ›name: wert‹.")
        self._teil = teil

    def __contains__(self, name: str) -> bool:
        return name in self._teil

    def _wrong(self, name: str) -> LieferungError:
        gezeigt = str(self._teil.get(name))[:60]
        return LieferungError(f"{self._wo} ist ›{name}: {gezeigt}‹ nicht zu verstehen.")

    def mapping(self, name: str) -> object:
        return self._teil.get(name) or {}

    def part(self, name: str) -> _Angaben:
        return _Angaben(self._teil[name], f"{self._wo} unter ›{name}‹")

    def parts(self, name: str) -> list[_Angaben]:
        liste = self._teil.get(name) or []
        if not isinstance(liste, list) or len(liste) > _HOECHSTENS_ZAHL:
            raise self._wrong(name)
        return [_Angaben(teil, f"{self._wo} unter ›{name}‹") for teil in liste]

    def text(self, name: str) -> str:
        eintrag = self._teil.get(name)
        if eintrag is None:
            return ""
        if isinstance(eintrag, dict | list) or len(str(eintrag)) > _HOECHSTENS_ZEICHEN:
            raise self._wrong(name)
        return str(eintrag)

    def zahl(self, name: str, sonst: int = 0) -> int:
        eintrag = self._teil.get(name, sonst)
        if type(eintrag) is not int or not 0 <= eintrag <= _HOECHSTENS_ZAHL:
            raise self._wrong(name)
        return eintrag

    def faktor(self, name: str) -> float | None:
        eintrag = self._teil.get(name)
        if eintrag is None:
            return None
        if type(eintrag) not in (int, float) or not math.isfinite(eintrag) or eintrag == 0:
            raise self._wrong(name)
        return float(eintrag)

    def one_of(self, name: str, moeglich: Sequence[str], als: Callable[[str], T]) -> T | None:
        if self._teil.get(name) is None:
            return None
        if self._teil[name] not in [str(m) for m in moeglich]:
            raise self._wrong(name)
        return als(self._teil[name])

    def required(self, name: str, moeglich: Sequence[str], als: Callable[[str], T]) -> T:
        eintrag = self.one_of(name, moeglich, als)
        if eintrag is None:
            raise self._wrong(name)
        return eintrag
