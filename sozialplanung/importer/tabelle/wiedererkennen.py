"""Makes a recipe of a reading, and finds the place of another file that it meets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from sozialplanung.errors import LieferungError
from sozialplanung.importer.datei import Datei
from sozialplanung.importer.mappe import Rohblatt, Zelle
from sozialplanung.importer.profile.matrix import ohne_fussnote, spaltenname
from sozialplanung.importer.profile.zeit import find_zeitraum
from sozialplanung.importer.tabelle.bedeutung import strip_zeitraum
from sozialplanung.importer.tabelle.bereich import figure_columns, fill_headings, is_kopfzeile
from sozialplanung.importer.tabelle.lesart import (
    ROLLEN,
    Lesart,
    Spaltenlesart,
    Spaltenvorgabe,
    Vorgaben,
    Zeilenart,
)
from sozialplanung.importer.tabelle.lesen import find_blatt
from sozialplanung.importer.tabelle.raster import load_blaetter
from sozialplanung.importer.tabelle.rezept import Passung, Rezept, Stelle, Wertrezept
from sozialplanung.importer.tabelle.zellart import Zellart, is_jahr, kind_of, text_of
from sozialplanung.importer.texte import normalise

_SUCHE_BIS = 100  # rows in which a header is looked for
_FENSTER = 6
_GENUG = 0.5  # so many columns of a file may be unknown to a recipe that it still fits


def without_years(text: str) -> str:
    """»Einwohner am 31.12.2022 (vorl.)1)« → »einwohner«: the same heading next year."""
    return normalise(strip_zeitraum(ohne_fussnote(text)))


def _heading(zellen: Sequence[Zelle]) -> str:
    teile = [without_years(text_of(z)) for z in zellen if kind_of(z) is not Zellart.LEER and not is_jahr(z)]
    return " / ".join(dict.fromkeys(teil for teil in teile if teil))


def _headings(blatt: Rohblatt, von: int, bis: int, daten: int) -> list[str]:
    """Headings of all columns, rows ``von`` to before ``bis``, as they are compared."""
    erste = next((s for zeile in blatt.zeilen[daten : daten + _FENSTER] if (s := figure_columns(zeile))), {1})
    kopf = fill_headings(blatt, von, bis, min(erste))
    return [_heading([zeile[n] for zeile in kopf]) for n in range(max(map(len, kopf), default=0))]


class _Spalten:
    """The columns of a sheet by heading and how manieth."""

    def __init__(self, koepfe: Sequence[str]) -> None:
        self.koepfe = list(koepfe)
        self.anzahl = Counter(koepfe)

    def stelle(self, nummer: int) -> Stelle:
        kopf = self.koepfe[nummer] if nummer < len(self.koepfe) else ""
        return Stelle(kopf, self.koepfe[: nummer + 1].count(kopf))

    def all(self, ueberschrift: str) -> list[int]:
        return [n for n, kopf in enumerate(self.koepfe) if kopf == ueberschrift]

    def find(self, stelle: Stelle) -> int | None:
        nummern = self.all(stelle.ueberschrift)
        return nummern[stelle.stelle - 1] if len(nummern) >= stelle.stelle else None


def make_rezept(name: str, datei: Datei, lesart: Lesart, vorgaben: Vorgaben) -> Rezept:
    """The recipe of a reading; ``vorgaben`` tell what of it people decided."""
    blatt = find_blatt(load_blaetter(datei, lesart.kodierung, lesart.trenner), lesart.blatt, datei.name)
    kopf_von = lesart.kopf_von - 1 if lesart.kopf_von else 0
    spalten = _Spalten(_headings(blatt, kopf_von, lesart.kopf_bis, lesart.daten_von - 1))
    breite = max((len(z) for z in blatt.zeilen[kopf_von : lesart.daten_bis]), default=0)
    if not lesart.kopf_bis:
        spalten = _Spalten([spaltenname(n).casefold() for n in range(breite)])
    orte = {r: getattr(lesart, r) for r in ROLLEN}
    return Rezept(
        name=name,
        blatt=without_years(blatt.name),
        kopfzeilen=lesart.kopf_bis - kopf_von if lesart.kopf_bis else 0,
        abstand=lesart.daten_von - lesart.kopf_bis if lesart.kopf_bis else 0,
        breite=breite,
        rollen=tuple((r, spalten.stelle(n)) for r, n in orte.items() if n is not None),
        gruppen=tuple(spalten.stelle(n) for n in lesart.gruppen),
        werte=tuple(_keep_values(lesart, vorgaben, spalten)),
        weg=tuple(spalten.stelle(s.nummer) for s in vorgaben.spalten if s.weg and 0 <= s.nummer < breite),
        ebene=lesart.ebene,
        fragen=vorgaben.zeitraum is not None,
        zeilen=tuple(dict(_keep_rows(blatt, lesart, vorgaben)).items()),
        ende_vor=_keep_end(blatt, vorgaben),
        dezimal=vorgaben.dezimal,
        kodierung=vorgaben.kodierung,
        trenner=vorgaben.trenner,
        quelle=vorgaben.quelle or None,
        herkunft=vorgaben.herkunft,
    )


def _keep_values(lesart: Lesart, vorgaben: Vorgaben, spalten: _Spalten) -> Iterator[Wertrezept]:
    weg = {s.nummer for s in vorgaben.spalten if s.weg}
    gelesen = {s.nummer: s for s in lesart.spalten}
    fertig: set[str] = set()
    for s in lesart.spalten:
        stelle = spalten.stelle(s.nummer)
        if stelle.ueberschrift in fertig:
            continue
        gleiche = spalten.all(stelle.ueberschrift) or [s.nummer]
        andere = [gelesen[n] for n in gleiche if n in gelesen]
        einig = len({_meaning(a, vorgaben) for a in andere}) == 1 and not weg & set(gleiche)
        v = vorgaben.spalte(s.nummer)
        yield Wertrezept(
            stelle.ueberschrift,
            0 if einig else stelle.stelle,
            s.merkmal,
            s.gruppe,
            s.einheit,
            s.art,
            v.faktor,
            v.zeitraum is not None,
        )
        if einig:
            fertig.add(stelle.ueberschrift)


def _meaning(s: Spaltenlesart, vorgaben: Vorgaben) -> tuple[object, ...]:
    v = vorgaben.spalte(s.nummer)
    return s.merkmal, s.gruppe, s.einheit, s.art, v.faktor, v.zeitraum is not None


def _label(zeile: Sequence[Zelle]) -> str:
    """What a row begins with, without years."""
    return next((without_years(text_of(z)) for z in zeile if kind_of(z) is Zellart.TEXT), "")


def _keep_rows(blatt: Rohblatt, lesart: Lesart, vorgaben: Vorgaben) -> Iterator[tuple[str, Zeilenart]]:
    for nummer, art in vorgaben.zeilen:
        darin = lesart.daten_von <= nummer <= min(lesart.daten_bis, len(blatt.zeilen))
        if darin and (name := _label(blatt.zeilen[nummer - 1])):
            yield name, art


def _keep_end(blatt: Rohblatt, vorgaben: Vorgaben) -> str:
    if vorgaben.daten_bis is None:
        return ""
    return next((name for zeile in blatt.zeilen[vorgaben.daten_bis :] if (name := _label(zeile))), "")


# --- meeting a file ------------------------------------------------------------------------------------------------


def match_rezept(rezept: Rezept, datei: Datei) -> Passung:
    """The place of the file that the recipe meets best, and what it lacks there.

    Raises
    ------
    LieferungError
        With what is missing, when there is no such table.
    """
    blaetter = load_blaetter(datei, rezept.kodierung or "", rezept.trenner or "")
    passungen = [p for blatt in blaetter for p in _match_sheet(rezept, blatt)]
    if not passungen:
        raise LieferungError(
            f"Das Rezept ›{rezept.name}‹ passt nicht zu ›{datei.name}‹: Eine Kopfzeile mit "
            f"{_wanted(rezept)} wurde nicht gefunden."
        )
    return max(
        passungen,
        key=lambda p: (-len(p.fehlend), not p.anderes_blatt, find_zeitraum(p.vorgaben.blatt or "") or "", -len(p.neu)),
    )


def _wanted(rezept: Rezept) -> str:
    koepfe = [s.ueberschrift for _, s in rezept.rollen] + [w.ueberschrift for w in rezept.werte]
    gezeigt = [f"›{kopf}‹" for kopf in dict.fromkeys(koepfe) if kopf][:4]
    return ", ".join(gezeigt) or f"{rezept.breite} Spalten"


def find_rezept(rezepte: Sequence[Rezept], datei: Datei) -> Passung | None:
    """The one recipe that fits a file without a doubt; the closer one where several do."""
    gut = []
    for rezept in rezepte:
        try:
            passung = match_rezept(rezept, datei)
        except LieferungError:
            continue
        if passung.passt and len(passung.neu) <= _GENUG * max(rezept.breite, 2):
            gut.append(passung)
    return min(gut, key=lambda p: (p.anderes_blatt, len(p.neu)), default=None)


def _match_sheet(rezept: Rezept, blatt: Rohblatt) -> Iterator[Passung]:
    anders = without_years(blatt.name) != rezept.blatt
    if not rezept.kopfzeilen:
        breite = max((len(z) for z in blatt.zeilen), default=0)
        if breite == rezept.breite and not anders:
            spalten = _Spalten([spaltenname(n).casefold() for n in range(breite)])
            yield _passung(rezept, blatt, spalten, replace(Vorgaben(), kopf_von=0), False)
        return
    gesucht = {s.ueberschrift for s in (*(s for _, s in rezept.rollen), *rezept.gruppen)}
    gesucht |= {w.ueberschrift for w in rezept.werte}
    worte = {wort for kopf in gesucht for wort in kopf.split(" / ") if wort}
    beste: Passung | None = None
    for von in range(min(len(blatt.zeilen) - rezept.kopfzeilen, _SUCHE_BIS)):
        bis = von + rezept.kopfzeilen
        daten = bis + rezept.abstand - 1
        if worte and not any(_heading([z]) in worte for zeile in blatt.zeilen[von:bis] for z in zeile):
            continue
        spalten = _Spalten(_headings(blatt, von, bis, daten))
        if 2 * len(gesucht & set(spalten.koepfe)) < len(gesucht) or daten >= len(blatt.zeilen):
            continue
        if is_kopfzeile(blatt.zeilen, daten):  # years or column numbers: the header ends further below
            continue
        stelle = Vorgaben(kopf_von=von + 1, kopf_bis=bis, daten_von=daten + 1)
        passung = _passung(rezept, blatt, spalten, stelle, anders)
        if beste is None or _distance(passung) < _distance(beste):
            beste = passung
    if beste is not None:
        yield beste


def _distance(passung: Passung) -> tuple[int, int, int]:
    return len(passung.fehlend), -passung.bekannt, len(passung.neu)


@dataclass(slots=True)
class _Zuteilung:
    """Columns of the file that the recipe knows, and headings that it misses."""

    spalten: _Spalten
    vergeben: set[int] = field(default_factory=set)
    fehlend: list[str] = field(default_factory=list)

    def take(self, stelle: Stelle) -> int | None:
        nummer = self.spalten.find(stelle)
        if nummer is None or nummer in self.vergeben:
            self.fehlend.append(stelle.ueberschrift)
            return None
        self.vergeben.add(nummer)
        return nummer


def _passung(rezept: Rezept, blatt: Rohblatt, spalten: _Spalten, stelle: Vorgaben, anders: bool) -> Passung:
    zuteilung = _Zuteilung(spalten)
    rollen = {rolle: zuteilung.take(wo) for rolle, wo in rezept.rollen}
    gruppen = tuple(n for wo in rezept.gruppen if (n := zuteilung.take(wo)) is not None)
    eigene = [
        Spaltenvorgabe(n, weg=True)
        for wo in rezept.weg
        if (n := spalten.find(wo)) is not None and _is_certain(rezept, spalten, wo)
    ]
    zuteilung.vergeben |= {s.nummer for s in eigene}
    for wert in rezept.werte:
        eigene += _decide_values(wert, rezept, zuteilung)
    vorgaben = replace(
        stelle,
        blatt=blatt.name,
        daten_bis=_find_end(rezept, blatt, stelle.daten_von or 1),
        **{rolle: -1 if rollen.get(rolle) is None else rollen[rolle] for rolle in ROLLEN},
        gruppen=gruppen,
        spalten=tuple(sorted(eigene, key=lambda s: s.nummer)),
        zeilen=tuple(_find_rows(rezept, blatt, stelle.daten_von or 1)),
        ebene=rezept.ebene,
        zeitraum="" if rezept.fragen else None,
        dezimal=rezept.dezimal,
        kodierung=rezept.kodierung,
        trenner=rezept.trenner,
        quelle=rezept.quelle,
        herkunft=rezept.herkunft,
        grund=f"nach dem Rezept ›{rezept.name}‹",
    )
    bekannt = zuteilung.vergeben
    neu = tuple(spaltenname(n) for n, kopf in enumerate(spalten.koepfe) if kopf and n not in bekannt)
    return Passung(rezept, vorgaben, tuple(dict.fromkeys(zuteilung.fehlend)), neu, anders, len(bekannt))


def _is_certain(rezept: Rezept, spalten: _Spalten, wo: Stelle) -> bool:
    """Left out by its place only where the file has as many columns of that heading as the recipe."""
    eigene = [w for w in rezept.werte if w.ueberschrift == wo.ueberschrift]
    gleiche = [w for w in rezept.weg if w.ueberschrift == wo.ueberschrift]
    return not eigene or spalten.anzahl[wo.ueberschrift] == len(eigene) + len(gleiche)


def _decide_values(wert: Wertrezept, rezept: Rezept, zuteilung: _Zuteilung) -> Iterator[Spaltenvorgabe]:
    if wert.stelle:
        koepfe = [w.ueberschrift for w in rezept.werte] + [w.ueberschrift for w in rezept.weg]
        if zuteilung.spalten.anzahl[wert.ueberschrift] != koepfe.count(wert.ueberschrift):
            zuteilung.fehlend.append(wert.ueberschrift)  # which is which cannot be told any more
            return
        nummern = [n for n in (zuteilung.spalten.find(Stelle(wert.ueberschrift, wert.stelle)),) if n is not None]
    else:
        nummern = [n for n in zuteilung.spalten.all(wert.ueberschrift) if n not in zuteilung.vergeben]
        if not nummern:
            zuteilung.fehlend.append(wert.ueberschrift)
    for nummer in nummern:
        zuteilung.vergeben.add(nummer)
        zeitraum = "" if wert.fragen else None
        yield Spaltenvorgabe(nummer, False, wert.merkmal, wert.gruppe, zeitraum, wert.einheit, wert.art, wert.faktor)


def _find_rows(rezept: Rezept, blatt: Rohblatt, ab: int) -> Iterator[tuple[int, Zeilenart]]:
    arten = dict(rezept.zeilen)
    if arten:
        for nummer, zeile in enumerate(blatt.zeilen[ab - 1 :], ab):
            if (art := arten.get(_label(zeile))) is not None:
                yield nummer, art


def _find_end(rezept: Rezept, blatt: Rohblatt, ab: int) -> int | None:
    if not rezept.ende_vor:
        return None
    platz = next((i for i, z in enumerate(blatt.zeilen[ab:], ab) if _label(z) == rezept.ende_vor), None)
    while platz is not None and platz > ab and not any(kind_of(z) is not Zellart.LEER for z in blatt.zeilen[platz - 1]):
        platz -= 1
    return platz
