"""Which column of a table says what: areas, keys, Zeitraum, Merkmal, groups, figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sozialplanung.importer.gebiete import level_of
from sozialplanung.importer.mappe import Zelle
from sozialplanung.importer.tabelle.lesart import Vorgaben
from sozialplanung.importer.tabelle.summen import is_summe
from sozialplanung.importer.tabelle.zellart import Zellart, is_jahr, kind_of, text_of
from sozialplanung.importer.texte import normalise

_GEBIET = re.compile(
    r"(stadt|orts|gemeinde)teil|bezirk|viertel|gebiet|gemeinde|quartier|sozialr|planungsr|kreis\b|raumeinheit|region|\bstadt\b|ort\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"name|bezeichnung", re.IGNORECASE)
_SCHLUESSEL = re.compile(
    r"schlüssel|kennziffer|kennzahl$|\bags\b|\bars\b|\brs\b|\bid\b|nummer|\bnr\b|\bkz\b|code", re.IGNORECASE
)
_LAUFEND = re.compile(r"lfd|laufende|^#$|rang|platz", re.IGNORECASE)
_ZEIT = re.compile(r"jahr|zeit|stichtag|datum|stand|quartal|monat", re.IGNORECASE)
_MERKMAL = re.compile(r"merkmal|indikator|kennzahl|variable|thema", re.IGNORECASE)
_DIMENSION = re.compile(
    r"ebene|geschlecht|alter|gruppe|nationalität|staatsangeh|herkunft|typ|art\b|größe", re.IGNORECASE
)
_GEMISCHT = re.compile(r"(\d{1,12})[ .:–-]+\s*(\D.*)")


@dataclass(frozen=True, slots=True)
class Rollen:
    """Columns from 0; ``grund`` says by what the column of areas was found, ``treffer`` how many the Projekt knows."""

    gebiet: int | None
    schluessel: int | None
    zeit: int | None
    merkmal: int | None
    gruppen: tuple[int, ...]
    werte: tuple[int, ...]
    uebrig: tuple[int, ...]
    grund: str
    sicherheit: float


@dataclass(frozen=True, slots=True)
class _Spalte:
    nummer: int
    kopf: str
    zellen: list[Zelle]
    arten: Counter[Zellart]
    gefuellt: int

    def anteil(self, *arten: Zellart) -> float:
        return sum(self.arten[a] for a in arten) / self.gefuellt if self.gefuellt else 0.0

    @property
    def texte(self) -> list[str]:
        return [text_of(z) for z in self.zellen if kind_of(z) is not Zellart.LEER]

    @property
    def verschiedene(self) -> int:
        return len(set(self.texte))


def split_gemischt(text: str) -> tuple[str, str] | None:
    """»05915 Hamm, Stadt« → key and name."""
    treffer = _GEMISCHT.fullmatch(text.strip())
    return (treffer[1], treffer[2].strip()) if treffer else None


def find_rollen(
    zeilen: Sequence[Sequence[Zelle]],
    koepfe: Sequence[str],
    bekannt: Collection[str],
    vorgaben: Vorgaben,
) -> Rollen:
    """``zeilen``: rows of figures; ``koepfe``: all headings of a column in one text; ``bekannt``: what the Projekt
    calls its areas, keys and names alike, normalised."""
    breite = max((len(z) for z in zeilen), default=0)
    spalten = [_spalte(nummer, koepfe[nummer] if nummer < len(koepfe) else "", zeilen) for nummer in range(breite)]
    fest = _decisions(vorgaben, breite)
    offen = [s for s in spalten if s.nummer not in fest.belegt]
    gebiet, grund, sicherheit = fest.gebiet, vorgaben.grund, 1.0
    if vorgaben.gebiet is None:
        gebiet, grund, sicherheit = _find_gebiet(offen, bekannt)
    schluessel = _find_schluessel(offen, gebiet, bekannt) if vorgaben.schluessel is None else fest.schluessel
    vergeben = {n for n in (gebiet, schluessel) if n is not None}
    ort = gebiet if gebiet is not None else schluessel
    frei = [s for s in offen if s.nummer not in vergeben]
    zeit = _find_zeit(frei, None if ort is None else spalten[ort]) if vorgaben.zeit is None else fest.zeit
    vergeben |= {zeit} if zeit is not None else set()
    merkmal, gruppen = _find_dimensionen(spalten, vergeben | fest.belegt, ort, zeit)
    if vorgaben.merkmal is not None:
        merkmal = fest.merkmal
    if vorgaben.gruppen is not None:
        gruppen = fest.gruppen
    gruppen = tuple(g for g in gruppen if g != merkmal)
    vergeben |= {*gruppen, *((merkmal,) if merkmal is not None else ())}
    moeglich = [s.nummer for s in spalten if s.nummer not in vergeben and s.nummer not in fest.weg]
    werte = tuple(n for n in moeglich if n in fest.lesen or _is_wertspalte(spalten[n]))
    if rechts := tuple(nummer for nummer in werte if gebiet is None or nummer > gebiet or nummer in fest.lesen):
        werte = rechts  # numbers in front of the names are numbers of something
    uebrig = tuple(s.nummer for s in spalten if s.nummer not in vergeben and s.nummer not in werte and s.gefuellt)
    return Rollen(gebiet, schluessel, zeit, merkmal, gruppen, werte, uebrig, grund, sicherheit)


@dataclass(frozen=True, slots=True)
class _Fest:
    """Decisions that this table can follow: columns it has, each with one meaning."""

    gebiet: int | None
    schluessel: int | None
    zeit: int | None
    merkmal: int | None
    gruppen: tuple[int, ...]
    lesen: frozenset[int]
    weg: frozenset[int]

    @property
    def belegt(self) -> set[int]:
        rollen = {n for n in (self.gebiet, self.schluessel, self.zeit, self.merkmal) if n is not None}
        return rollen | {*self.gruppen, *self.lesen, *self.weg}


def _decisions(vorgaben: Vorgaben, breite: int) -> _Fest:
    frei = set(range(breite))

    def take(nummer: int | None) -> int | None:
        if nummer is None or nummer not in frei:
            return None
        frei.discard(nummer)
        return nummer

    gebiet, schluessel, zeit, merkmal = (
        take(n) for n in (vorgaben.gebiet, vorgaben.schluessel, vorgaben.zeit, vorgaben.merkmal)
    )
    gruppen = tuple(g for g in vorgaben.gruppen or () if take(g) is not None)
    weg = frozenset(s.nummer for s in vorgaben.spalten if s.weg and take(s.nummer) is not None)
    lesen = frozenset(s.nummer for s in vorgaben.spalten if not s.weg and take(s.nummer) is not None)
    return _Fest(gebiet, schluessel, zeit, merkmal, gruppen, lesen, weg)


def _spalte(nummer: int, kopf: str, zeilen: Sequence[Sequence[Zelle]]) -> _Spalte:
    zellen: list[Zelle] = [zeile[nummer] if nummer < len(zeile) else "" for zeile in zeilen]
    arten = Counter(kind_of(zelle) for zelle in zellen)
    return _Spalte(nummer, kopf.replace("_", " "), zellen, arten, len(zellen) - arten[Zellart.LEER])


def _find_gebiet(spalten: Sequence[_Spalte], bekannt: Collection[str]) -> tuple[int | None, str, float]:
    """The column of names, or of keys and names together."""
    beste: tuple[float, int | None, str, float] = (0.0, None, "keine Spalte mit Namen gefunden", 0.4)
    for s in spalten:
        if s.anteil(Zellart.TEXT) < 0.5:
            continue
        treffer = _share_known(s, bekannt)
        vielfalt = s.verschiedene / max(s.gefuellt, 1)
        wort = bool(_GEBIET.search(s.kopf)) and "ebene" not in s.kopf.casefold()
        name = bool(_NAME.search(s.kopf))
        dimension = bool(_DIMENSION.search(s.kopf) or _MERKMAL.search(s.kopf)) and not wort
        punkte = 4 * treffer + 1.2 * wort + 0.4 * name + 0.6 * vielfalt - 0.05 * s.nummer - dimension
        if treffer >= 0.5:
            grund, sicher = f"{round(100 * treffer)} % der Einträge kennt das Projekt", min(0.99, 0.6 + 0.4 * treffer)
        elif wort:
            grund, sicher = f"Überschrift ›{s.kopf}‹", 0.85
        else:
            grund, sicher = "erste Spalte mit Text", 0.65
        if punkte > beste[0] or beste[1] is None:
            beste = (punkte, s.nummer, grund, sicher)
    return beste[1], beste[2], beste[3]


def _share_known(s: _Spalte, bekannt: Collection[str]) -> float:
    texte = {t for t in s.texte if not is_summe(t)}
    if not texte or not bekannt:
        return 0.0
    formen = [{normalise(t), *(map(normalise, split_gemischt(t) or ()))} for t in texte]
    return sum(any(form in bekannt for form in f) for f in formen) / len(texte)


def _find_schluessel(spalten: Sequence[_Spalte], gebiet: int | None, bekannt: Collection[str]) -> int | None:
    beste: tuple[float, int | None] = (0.75, None)
    for s in spalten:
        if s.nummer == gebiet or not s.gefuellt or _LAUFEND.search(s.kopf):
            continue
        texte = s.texte
        ziffern = [t for t in texte if t.isdigit()]
        if len(ziffern) < 0.6 * len(texte) or (all(map(is_jahr, s.zellen)) and _ZEIT.search(s.kopf)):
            continue
        amtlich = sum((level_of(t) or level_of("0" + t)) is not None for t in ziffern)
        amtlich *= max(map(len, ziffern)) >= 5
        punkte = 2.0 * bool(_SCHLUESSEL.search(s.kopf)) + 2.0 * (_share_known(s, bekannt) >= 0.5)
        davor = s.nummer < 3 and (gebiet is None or s.nummer < gebiet)
        punkte += 1.0 * (davor and amtlich >= 0.6 * len(texte) and len(set(texte)) > 1)
        if gebiet is None and s.nummer == 0:
            punkte += 1.0
        punkte -= 0.1 * s.nummer + (s.nummer > (gebiet if gebiet is not None else 0) + 1)
        if punkte > beste[0]:
            beste = (punkte, s.nummer)
    return beste[1]


def _find_zeit(moeglich: Sequence[_Spalte], ort: _Spalte | None) -> int | None:
    """Years down: a column of years beside areas that occur more than once."""
    wiederholt = ort is not None and ort.verschiedene < len(ort.zellen)
    for s in moeglich:
        jahre = sum(is_jahr(z) for z in s.zellen)
        if not s.gefuellt or jahre < 0.9 * s.gefuellt:
            continue
        if _ZEIT.search(s.kopf) or (wiederholt and s.verschiedene <= max(len(s.zellen) // 2, 2) and not s.kopf):
            return s.nummer
    return None


def _find_dimensionen(
    spalten: Sequence[_Spalte], vergeben: set[int], ort: int | None, zeit: int | None
) -> tuple[int | None, tuple[int, ...]]:
    """Columns of words that tell the rows of one area apart: which Merkmal, which group."""
    texte = [
        s for s in spalten
        if s.nummer not in vergeben and s.anteil(Zellart.TEXT) >= 0.6 and s.gefuellt >= 0.9 * len(s.zellen)
    ]  # fmt: skip
    if ort is None or not texte:
        return None, ()
    gefuellt = _fill_down([text_of(z) for z in spalten[ort].zellen])
    zeiten = [text_of(z) for z in spalten[zeit].zellen] if zeit is not None else [""] * len(gefuellt)
    if len(set(zip(gefuellt, zeiten, strict=True))) == len(gefuellt):
        return None, ()
    texte = [s for s in texte if 1 < s.verschiedene <= len(s.zellen) / 2]  # neither constants nor remarks
    merkmal = next((s.nummer for s in texte if _MERKMAL.search(s.kopf)), None)
    if merkmal is None:
        merkmal = next((s.nummer for s in texte if not _DIMENSION.search(s.kopf)), None)
    return merkmal, tuple(s.nummer for s in texte if s.nummer != merkmal)


def _fill_down(texte: Sequence[str]) -> list[str]:
    voll, letzter = [], ""
    for text in texte:
        letzter = text or letzter
        voll.append(letzter)
    return voll


def _is_wertspalte(s: _Spalte) -> bool:
    if _LAUFEND.search(s.kopf) or (_SCHLUESSEL.search(s.kopf) and s.nummer < 2):
        return False
    zahlen = s.anteil(Zellart.ZAHL)
    return zahlen > 0 and s.anteil(Zellart.ZAHL, Zellart.ZEICHEN) >= 0.5
