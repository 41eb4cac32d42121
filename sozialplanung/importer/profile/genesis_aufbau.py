"""Where things stand in a classic GENESIS table: the columns of labels on the left, the rows of headings above."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sozialplanung.importer.gebiete import DEUTSCHLAND, key_of_name
from sozialplanung.importer.gruppen import INSGESAMT, read_gruppe
from sozialplanung.importer.profile.roh import is_einheit
from sozialplanung.importer.profile.zeit import zeitraum

Zeilen = Sequence[Sequence[str]]
_SCHLUESSEL = re.compile(r"DG|\d{1,12}")
_MIT_EINHEIT = re.compile(r"(.+?)\s*\(((?!ab |bis |Stand)[^()]+)\)")
_ZEITWORT = {
    "stichtag", "jahr", "jahre", "semester", "zeit", "monat", "monate", "quartal", "quartale", "berichtsjahr",
    "schuljahr", "schuljahre", "berichtszeitraum",
}  # fmt: skip
_GEBIETSWORT = re.compile(
    r"deutschland|bundesl(?:and|änder)|regierungsbezirke?|(?:land)?kreise?|kreisfreie.*|krfr\..*|gemeinden?|.*verbände?",
    re.IGNORECASE,
)
_NACH = re.compile(r"\bnach (.+?)(?=\s-|\(|\s*$)")


@dataclass(frozen=True, slots=True)
class Aufbau:
    """First row of the header and of the data, the row after the data, the first column of figures; label columns."""

    kopf: int
    daten: int
    ende: int
    werte: int
    schluessel: int | None
    name: int | None
    zeit: tuple[int, ...]  # a column of years may be followed by one of months
    gruppen: tuple[int, ...]


@dataclass(slots=True)
class Spaltenkopf:
    """What the header says of one column of figures; ``dimensionen``: number of the dimension → cell."""

    nummer: int
    zeitraum: str | None = None
    schluessel: str | None = None
    merkmal: str = ""
    einheit: str = ""
    dimensionen: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kopf:
    """``titel``: Merkmal and unit as the title names them; empty where the columns do."""

    spalten: list[Spaltenkopf]
    dimensionen: list[Dimension]
    titel: tuple[str, str] | None


@dataclass(slots=True)
class Dimension:
    """A row of headings or (``links``) a column of labels that divides the figures: its name, if any, and its cells."""

    name: str
    zellen: list[str]
    links: bool = False


def clean(text: str) -> str:
    return " ".join(text.split())


def is_summe(text: str) -> bool:
    return text.casefold() in INSGESAMT


def find_aufbau(zeilen: Zeilen) -> Aufbau | None:
    """Titles fill the first cell only, headings leave it empty, data fill it again; None where that is not so."""
    kopf = _first(zeilen, 1, lambda z: not z[0].strip() and any(c.strip() for c in z))
    daten = None if kopf is None else _first(zeilen, kopf, lambda z: bool(z[0].strip()))
    if kopf is None or daten is None:
        return None
    breite = max(map(len, zeilen[kopf:daten]))
    werte = next(c for c in range(breite) if any(c < len(z) and z[c].strip() for z in zeilen[kopf:daten]))
    ende = _first(zeilen, daten, lambda z: z[0].startswith("___")) or len(zeilen)
    daten_zeilen = [zeile for zeile in zeilen[daten:ende] if len(zeile) > werte]
    spalten = [[clean(zeile[c]) for zeile in daten_zeilen] for c in range(werte)]
    if not daten_zeilen:
        return None
    zeit = _find_zeit(spalten)
    schluessel = next(
        (c for c in range(werte - 1) if c not in zeit and _is_schluessel(spalten[c], spalten[c + 1])), None
    )
    name = schluessel + 1 if schluessel is not None else _find_laender(spalten)
    belegt = {schluessel, name, *zeit}
    gruppen = tuple(c for c in range(werte) if c not in belegt)
    return Aufbau(kopf, daten, ende, werte, schluessel, name, zeit, gruppen)


def _first(zeilen: Zeilen, ab: int, passt: Callable[[Sequence[str]], bool]) -> int | None:
    return next((i for i in range(ab, len(zeilen)) if zeilen[i] and passt(zeilen[i])), None)


def _find_zeit(spalten: list[list[str]]) -> tuple[int, ...]:
    for c, zellen in enumerate(spalten):
        if all(zeitraum(zelle) for zelle in zellen):
            feiner = [d for d in (c + 1,) if d < len(spalten) and _is_feiner(spalten[d])]
            return (c, *feiner)
    return ()


def _is_feiner(zellen: Sequence[str]) -> bool:
    """Months or quarters without their year, and perhaps the whole year among them."""
    return any(refine("2000", z) for z in zellen) and all(is_summe(z) or refine("2000", z) for z in zellen)


def refine(jahr: str, text: str) -> str | None:
    """»2020« and »Mai« or »1. Quartal«: one Zeitraum."""
    return zeitraum(f"{text} {jahr}") if text and not text[-1].isdigit() else None


def _is_schluessel(zellen: list[str], daneben: list[str]) -> bool:
    passend = [bool(_SCHLUESSEL.fullmatch(z)) for z in zellen]
    namen = [bool(re.match(r"[^\W\d]", n)) for z, n, gut in zip(zellen, daneben, passend, strict=True) if gut]
    return 2 * sum(passend) > len(passend) and all(namen)


def _find_laender(spalten: list[list[str]]) -> int | None:
    return next((c for c, zellen in enumerate(spalten) if zellen and all(map(_names_land, zellen))), None)


def _names_land(text: str) -> bool:
    return key_of_name(text) is not None or is_summe(text)


def read_kopf(zeilen: Zeilen, aufbau: Aufbau, titel: Sequence[str]) -> Kopf:
    """With a row of units the columns name the Merkmale, else »Lebendgeborene (Anzahl)« above them does."""
    breite = max(map(len, zeilen[aufbau.kopf : aufbau.daten]))
    reihen = [
        [clean(z[c]) if c < len(z) else "" for c in range(aufbau.werte, breite)] for z in _headings(zeilen, aufbau)
    ]
    spalten = [Spaltenkopf(nummer) for nummer in range(aufbau.werte, breite)]
    benannt = _MIT_EINHEIT.fullmatch(titel[-1]) if titel else None
    if len(reihen) > 1 and all(is_einheit(text) for text in reihen[-1] if text):
        benannt = None
        for spalte, text in zip(spalten, reihen.pop(), strict=True):
            spalte.einheit = text
    texte = [reihe for reihe in reihen if not _take_time(reihe, spalten) and not _take_laender(reihe, spalten)]
    if benannt is None and texte:
        for spalte, text in zip(spalten, texte.pop(0), strict=True):
            spalte.merkmal = text
    elif benannt is not None:
        texte = [reihe for reihe in texte if not _repeats(benannt[1], reihe)]
    return Kopf(spalten, _take_dimensionen(texte, spalten), (benannt[1], benannt[2]) if benannt else None)


def _headings(zeilen: Zeilen, aufbau: Aufbau) -> list[Sequence[str]]:
    return [z for z in zeilen[aufbau.kopf : aufbau.daten] if any(c.strip() for c in z[aufbau.werte :])]


def _take_time(reihe: list[str], spalten: list[Spaltenkopf]) -> bool:
    gefuellt = [text for text in reihe if text]
    if all(text.casefold() in _ZEITWORT for text in gefuellt):
        return True
    if all(zeitraum(text) for text in gefuellt):
        for spalte, text in zip(spalten, reihe, strict=True):
            spalte.zeitraum = zeitraum(text) if text else spalte.zeitraum
        return True
    if _is_feiner(gefuellt) and all(s.zeitraum for s in spalten):
        for spalte, text in zip(spalten, reihe, strict=True):
            spalte.zeitraum = refine(str(spalte.zeitraum), text) or spalte.zeitraum
        return True
    return False


def _take_laender(reihe: list[str], spalten: list[Spaltenkopf]) -> bool:
    gefuellt = [text for text in reihe if text]
    if not all(map(_names_land, gefuellt)) or len({key_of_name(text) for text in gefuellt} - {None}) < 2:
        return False
    for spalte, text in zip(spalten, reihe, strict=True):
        spalte.schluessel = key_of_name(text) or DEUTSCHLAND
    return True


def _repeats(merkmal: str, reihe: list[str]) -> bool:
    """»Gebietsfläche in qkm« over every column of Gebietsfläche divides nothing."""
    return all(text.casefold().startswith(merkmal.casefold()) for text in reihe)


def _take_dimensionen(reihen: list[list[str]], spalten: list[Spaltenkopf]) -> list[Dimension]:
    dimensionen: list[Dimension] = []
    name, oben = "", list[str]()
    for i, reihe in enumerate(reihen):
        gefuellt = {text for text in reihe if text}
        if len(gefuellt) == 1 and len(spalten) > 1 and i + 1 < len(reihen) and not is_summe(next(iter(gefuellt))):
            name = next(iter(gefuellt))  # »Geschlecht« over männlich, weiblich
            continue
        if oben and not name and not _is_crossed(oben, reihe):
            platz = len(dimensionen) - 1  # »allgemeine Fachabteilungen – Innere Medizin«
            for spalte, text in zip(spalten, reihe, strict=True):
                teile = [spalte.dimensionen.get(platz, ""), "" if is_summe(text) else text]
                spalte.dimensionen[platz] = " – ".join(filter(None, teile))
            dimensionen[platz].zellen = [s.dimensionen[platz] for s in spalten]
        else:
            dimensionen.append(Dimension(name, reihe))
            for spalte, text in zip(spalten, reihe, strict=True):
                spalte.dimensionen[len(dimensionen) - 1] = "" if is_summe(text) else text
        name, oben = "", reihe
    return dimensionen


def _is_crossed(oben: list[str], unten: list[str]) -> bool:
    """The same cell under several headings (weiblich under Deutsche and under Ausländer) is a dimension of its own."""
    ueber: dict[str, set[str]] = {}
    for o, u in zip(oben, unten, strict=True):
        if u and not is_summe(u):
            ueber.setdefault(u, set()).add(o)
    return any(len(verschiedene) > 1 for verschiedene in ueber.values())


def name_dimensionen(dimensionen: Sequence[Dimension], titel: Sequence[str]) -> list[str]:
    """What each is called: by its own heading, by its cells, by the title (»nach Geschlecht und Altersgruppen«)."""
    namen = [d.name or _name_of_cells(d.zellen) for d in dimensionen]
    worte = [w for w in _words_of_title(titel) if not any(w[:5].casefold() == n[:5].casefold() for n in namen)]
    offen = [i for i, name in enumerate(namen) if not name]
    if len(worte) != len(offen) or (len(offen) > 1 and any(dimensionen[i].links for i in offen)):
        worte = ["Gliederung"] if len(offen) == 1 else [f"Gliederung {nummer}" for nummer in range(1, len(offen) + 1)]
    for i, wort in zip(offen, worte, strict=True):
        namen[i] = wort
    return namen


def _name_of_cells(zellen: Sequence[str]) -> str:
    namen = {(read_gruppe(z) or ("",))[0] for z in zellen if z and not is_summe(z)}
    return namen.pop() if len(namen) == 1 else ""


def _words_of_title(titel: Sequence[str]) -> list[str]:
    """»Bevölkerung: Kreise, Stichtag, Geschlecht« and »Bevölkerung nach Geschlecht -« → Geschlecht."""
    weiter = bool(titel) and titel[0].endswith((",", "-", "nach", "und", "sowie"))
    text = clean(" ".join(titel[: 1 + weiter]))
    nach = _NACH.search(text)
    liste = nach[1] if nach else text.partition(":")[2]
    worte = [wort.strip(" -") for wort in re.split(r",|(?<!-) und ", liste)]
    return [w for w in worte if 2 < len(w) <= 40 and w.casefold() not in _ZEITWORT and not _GEBIETSWORT.fullmatch(w)]
