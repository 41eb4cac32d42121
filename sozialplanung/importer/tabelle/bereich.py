"""Where on a sheet the table is: titles above, the header, the rows of figures, footnotes below."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sozialplanung.importer.mappe import Rohblatt, Zelle
from sozialplanung.importer.profile.kopf import is_nummernzeile
from sozialplanung.importer.tabelle.zellart import Zellart, is_jahr, kind_of, text_of

_FENSTER = 6  # rows looked at to see whether figures go on
_KOPF_HOECHSTENS = 6
_UEBER_JAHREN = 4
_TITELWORT = re.compile(r"(tab(elle|\.)|stand\b|quelle|seite\b|blatt\b|abb\.|anhang|stadt \w+$)", re.IGNORECASE)
KOPFWORT = re.compile(
    r"(stadt|orts|statistische[rs]? )?(teil|bezirk|viertel)|gebiet|gemeinde|quartier|sozialraum|kreis\b|raumeinheit|"
    r"name|region|schlüssel|kennziffer|nr\.?$|jahr|merkmal|indikator",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Bereich:
    """Rows from 0, ends excluded: header ``kopf_von`` to ``kopf_bis``, figures ``daten_von`` to ``daten_bis``."""

    kopf_von: int
    kopf_bis: int
    daten_von: int
    daten_bis: int

    @property
    def hoehe(self) -> int:
        return self.daten_bis - self.daten_von


def find_bereich(blatt: Rohblatt, daten_von: int | None = None) -> Bereich | None:
    """The table of a sheet; None where there are no figures. ``daten_von``: a person has said where they begin."""
    zeilen = blatt.zeilen
    von = first_row(zeilen) if daten_von is None else daten_von
    if von is None or von >= len(zeilen):
        return None
    kopf_von, kopf_bis = find_kopf(blatt, von)
    return Bereich(kopf_von, kopf_bis, von, last_row(zeilen, von, zeilen[kopf_von:kopf_bis]) + 1)


def first_row(zeilen: Sequence[Sequence[Zelle]], ab: int = 0) -> int | None:
    """The first row that tells figures and is followed by more of its kind in the same columns."""
    for platz in range(ab, len(zeilen)):
        spalten = figure_columns(zeilen[platz])
        if not spalten or is_kopfzeile(zeilen, platz):
            continue
        folgende = [z for z in zeilen[platz + 1 : platz + 1 + 2 * _FENSTER] if any(_filled(z))][:_FENSTER]
        gleiche = sum(bool(spalten & figure_columns(zeile)) for zeile in folgende)
        if 2 * gleiche >= min(len(folgende), 3):
            return platz
    return None


def figure_columns(zeile: Sequence[Zelle]) -> set[int]:
    """The columns with figures of a row that also says what it is about; empty for every other row."""
    arten = [kind_of(zelle) for zelle in zeile]
    gefuellt = [i for i, art in enumerate(arten) if art is not Zellart.LEER]
    if len(gefuellt) < 2:
        return set()
    werte = {i for i in gefuellt if arten[i] in (Zellart.ZAHL, Zellart.ZEICHEN)}
    if not any(arten[i] is Zellart.ZAHL for i in werte) and not all(i in werte for i in gefuellt[1:]):
        return set()
    return werte - {gefuellt[0]}


def _filled(zeile: Sequence[Zelle]) -> list[bool]:
    return [kind_of(zelle) is not Zellart.LEER for zelle in zeile]


def _figures_and_dates(zeile: Sequence[Zelle]) -> list[int]:
    return [i for i, zelle in enumerate(zeile) if kind_of(zelle) in (Zellart.ZAHL, Zellart.ZEICHEN, Zellart.ZEIT)]


def is_kopfzeile(zeilen: Sequence[Sequence[Zelle]], platz: int) -> bool:
    """Years or column numbers look like figures and are none."""
    zeile = zeilen[platz]
    if is_nummernzeile(list(zeile)):
        return True
    werte = _figures_and_dates(zeile)
    if not werte or not all(is_jahr(zeile[i]) for i in werte):
        return False
    if _is_jahreszeile(zeile, werte):
        return True
    # A year above years is one of a title: »Bericht | 2022« above »Stadtteil | 2021 | 2022«.
    darunter = [z for z in zeilen[platz + 1 :] if any(_filled(z))][:_UEBER_JAHREN]
    if any(_is_jahreszeile(z, _figures_and_dates(z)) for z in darunter):
        return True
    jahre = [text_of(zeile[i]) for i in werte]
    verschieden = len(set(jahre)) == len(jahre) and len(jahre) > 1
    folgend = next((z for z in zeilen[platz + 1 :] if len(figure_columns(z)) >= 1), None)
    andere = folgend is not None and any(i < len(folgend) and not is_jahr(folgend[i]) for i in werte)
    return andere and (verschieden or len(werte) == 1)


def _is_jahreszeile(zeile: Sequence[Zelle], werte: Sequence[int]) -> bool:
    """Years side by side under a heading of areas, or under nothing; ``werte``: the cells with figures or dates."""
    if not werte or not all(is_jahr(zeile[i]) for i in werte):
        return False
    vorn = [text_of(zelle) for zelle in zeile[: werte[0]] if kind_of(zelle) is Zellart.TEXT]
    return any(KOPFWORT.search(text) for text in vorn) or (not vorn and len(werte) > 1 and werte[0] > 0)


def find_kopf(blatt: Rohblatt, daten: int) -> tuple[int, int]:
    """From the row of the highest heading to before the last; equal where there is none."""
    zeilen = blatt.zeilen
    ende = daten
    while ende > 0 and (
        is_nummernzeile(zeilen[ende - 1]) or not any(_filled(zeilen[ende - 1])) or _is_section(zeilen, ende - 1, daten)
    ):
        ende -= 1
    if ende == 0 or not _is_heading(blatt, ende - 1, daten):
        return daten, daten
    start = ende - 1
    while start > 0 and ende - start < _KOPF_HOECHSTENS and _is_heading(blatt, start - 1, daten):
        start -= 1
    return start, ende


def _is_section(zeilen: Sequence[Sequence[Zelle]], platz: int, daten: int) -> bool:
    """»Mitte« alone above the first rows of figures, where a heading stands above it."""
    gefuellt = [i for i, voll in enumerate(_filled(zeilen[platz])) if voll]
    darueber = zeilen[platz - 1] if platz else []
    return (
        gefuellt == [next(i for i, voll in enumerate(_filled(zeilen[daten])) if voll)]
        and daten - platz <= _KOPF_HOECHSTENS
        and not KOPFWORT.search(text_of(zeilen[platz][gefuellt[0]]))
        and sum(_filled(darueber)) > 1
    )


def _is_heading(blatt: Rohblatt, platz: int, daten: int) -> bool:
    """A row of headings, not a title: it stands over columns of figures, or merged cells reach down from it."""
    zeile = blatt.zeilen[platz]
    gefuellt = [i for i, voll in enumerate(_filled(zeile)) if voll]
    if not gefuellt:
        return _reaches_down(blatt, platz)
    breite = max(len(z) for z in blatt.zeilen[platz : daten + 1])
    for (oben, links), (unten, rechts) in blatt.verbunden:
        if oben == platz == unten and links <= 1 and rechts - links + 1 >= max(3, breite - 1) and len(gefuellt) == 1:
            return False
    if figure_columns(zeile) and not is_kopfzeile(blatt.zeilen, platz):
        return False
    if _reaches_down(blatt, platz):
        return True
    erste = blatt.zeilen[daten]
    werte = figure_columns(erste) or set(range(1, len(erste)))
    ueber = [i for i in gefuellt if i in werte or (i > 0 and i >= min(werte))]
    if not ueber:
        # A word over the column of areas alone: a heading only where the row below lacks it.
        return len(gefuellt) == 1 and platz + 1 == daten and bool(KOPFWORT.search(text_of(zeile[gefuellt[0]])))
    return not (len(ueber) <= 1 < len(werte) and _TITELWORT.match(text_of(zeile[gefuellt[0]])))


def _reaches_down(blatt: Rohblatt, platz: int) -> bool:
    return any(oben <= platz < unten and unten - oben < _KOPF_HOECHSTENS for (oben, _), (unten, _) in blatt.verbunden)


def last_row(zeilen: Sequence[Sequence[Zelle]], von: int, kopf: Sequence[Sequence[Zelle]]) -> int:
    """The last row of figures; a second table below begins with the same headings and is another one."""
    worte = Counter(text_of(z) for zeile in kopf for z in zeile if kind_of(z) is Zellart.TEXT)
    letzte = von
    for platz in range(von, len(zeilen)):
        zeile = zeilen[platz]
        if figure_columns(zeile):
            eigene = [text_of(z) for z in zeile if kind_of(z) is Zellart.TEXT]
            if worte and eigene and all(wort in worte for wort in eigene):
                break
            letzte = platz
        elif platz > letzte + 1 and worte:
            eigene = [text_of(z) for z in zeile if kind_of(z) is Zellart.TEXT]
            if len(eigene) > 1 and all(wort in worte for wort in eigene):
                break
    return letzte


def fill_headings(blatt: Rohblatt, von: int, bis: int, ab: int) -> list[list[Zelle]]:
    """Headings with merged cells written out; blanks right of column ``ab`` take their left neighbour."""
    zeilen = [list(zeile) for zeile in blatt.zeilen[von:bis]]
    breite = max((len(zeile) for zeile in zeilen), default=0)
    for zeile in zeilen:
        zeile.extend([""] * (breite - len(zeile)))
    for (oben, links), (unten, rechts) in blatt.verbunden:
        if von <= oben < bis:
            for i in range(oben, min(unten + 1, bis)):
                for j in range(links, min(rechts + 1, breite)):
                    zeilen[i - von][j] = zeilen[oben - von][links]
    for i, zeile in enumerate(zeilen[:-1]):
        for j in range(ab + 1, breite):
            darunter = any(kind_of(unten[j]) is not Zellart.LEER for unten in zeilen[i + 1 :])
            gleich = all(kind_of(oben[j]) is Zellart.LEER or oben[j] == oben[j - 1] for oben in zeilen[:i])
            if kind_of(zeile[j]) is Zellart.LEER and kind_of(zeile[j - 1]) is not Zellart.LEER and gleich and darunter:
                zeile[j] = zeile[j - 1]
    return zeilen
