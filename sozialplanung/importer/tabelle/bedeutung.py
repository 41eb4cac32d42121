"""What stands over a column of figures: Merkmal, Gruppe, Zeitraum, unit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from sozialplanung.importer.gruppen import INSGESAMT, read_gruppe
from sozialplanung.importer.mappe import Zelle
from sozialplanung.importer.profile.matrix import ohne_fussnote, spaltenname
from sozialplanung.importer.profile.roh import find_art, join_gruppe
from sozialplanung.importer.profile.zeit import find_zeitraum, zeitraum
from sozialplanung.importer.tabelle.lesart import Spaltenlesart, Vorgaben
from sozialplanung.importer.tabelle.zellart import Zellart, is_jahr, kind_of, numbers, percent_written_as_share, text_of
from sozialplanung.model import Merkmalsart

_T = TypeVar("_T")
_OHNE_AUSSAGE = {"wert", "werte", "value", "zahl", "zahlen"}
_EINHEIT = re.compile(
    r"(?:in\s+)?(?P<anzahl>anzahl|absolut|abs\.?|personen|pers\.?|fälle)"
    r"|(?:in\s+)?(?P<prozent>%|prozent|v\. ?h\.?|vom hundert)(?P<von>\s+(?:der|aller|von|an)\b.*)?"
    r"|(?:in\s+)?(?P<vielfach>tsd\.?|tausend|1[.  ]?000|mio\.?|millionen)?\s*"
    r"(?P<euro>€|eur|euro)(?P<je>\s+(?:je|pro)\b.*)?"
    r"|(?P<bezug>(?:je|pro)\s+[\d.  ]*\s*\D{0,40})"
    r"|(?:in\s+)?(?P<flaeche>qkm|km²|km2|m²|m2|qm|ha)(?P<je2>\s+(?:je|pro)\b.*)?",
    re.IGNORECASE,
)
_HINTEN = re.compile(
    r"\s*(?:[(\[]\s*(?P<klammer>[^()\[\]]+?)\s*[)\]]|,?\s+(?P<frei>in\s+\S.*|in\s*%)|\s+(?P<zeichen>%|€|EUR))\s*$",
    re.IGNORECASE,
)
_VIELFACH = {"t": 1000.0, "1": 1000.0, "m": 1_000_000.0}
_FUELLWORT = re.compile(
    r"^(?:stand|am|zum|stichtag|jahr|im jahr|in|,|:|-|–|\s)+|(?:\s|,|:|-|–|\(|stand|am|zum|stichtag|jahr)+$",
    re.IGNORECASE,
)
_STATUS = re.compile(
    r"[(\[]?\b(?:vorläufige?s?|vorl\.|geschätzte?s?|endgültige?s?|fortgeschrieben)(?![\w])[)\]]?", re.IGNORECASE
)
_TITELANFANG = re.compile(r"^(?:tab(?:elle|\.)?|abb\.)\s*[\d.]*\s*[:.–-]?\s*", re.IGNORECASE)
_NAMENLOS = re.compile(
    r"(?:tab|tabelle|table|sheet|blatt|export|datei|daten|download|werte|zahlen|liste|auswertung|übersicht)\s*\d*",
    re.IGNORECASE,
)
_NACH_GEBIETEN = re.compile(
    r"\s+(?:nach|in den|je|der)\s+(?:\w+\s+)?\w*"
    r"(?:stadtteil|bezirk|gemeinde|quartier|sozialr|viertel|gebiet|ortsteil)\w*.*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Ueberschrift:
    """The headings above one column, understood; ``faktor``: »in 1.000 €«; ``wort``: a unit in words."""

    merkmal: str = ""
    gruppe: str = ""
    zeitraum: str = ""
    einheit: str = ""
    faktor: float = 1.0
    wort: str = ""


def read_ueberschrift(zellen: Sequence[Zelle]) -> Ueberschrift:
    """From top to bottom; the same heading twice is one."""
    worte: list[str] = []
    gruppen: dict[str, str] = {}
    zeit, einheit, faktor, wort = "", "", 1.0, ""
    for zelle in zellen:
        if kind_of(zelle) is Zellart.LEER:
            continue
        if is_jahr(zelle):
            zeit = zeitraum(zelle) or zeit
            continue
        text = ohne_fussnote(text_of(zelle))
        if kind_of(zelle) is Zellart.ZAHL or (not text) or text in worte:
            continue
        if (gelesen := find_zeitraum(text)) is not None:
            zeit, text = gelesen, strip_zeitraum(text.replace("_", " "))
        if einheit_hier := read_einheit(text):
            einheit, faktor = einheit_hier
            wort = text if text[:1].isalpha() else ""
            continue
        text, einheit_hier = _split_einheit(text)
        if einheit_hier is not None:
            einheit, faktor = einheit_hier
        if text.casefold().rstrip(":") in INSGESAMT | _OHNE_AUSSAGE or not text:
            continue
        if gruppe := read_gruppe(text):
            gruppen[gruppe[0]] = gruppe[1]
        elif text not in worte:
            worte.append(text)
    return Ueberschrift(" – ".join(worte), join_gruppe(gruppen.items()), zeit, einheit, faktor, wort)


def read_einheit(text: str) -> tuple[str, float] | None:
    """»in %« → (»%«, 1), »Tsd. Euro« → (»€«, 1000), »Anzahl« → (»«, 1); None when it is no unit."""
    treffer = _EINHEIT.fullmatch(text.strip(" ()[]"))
    if treffer is None:
        return None
    if treffer["anzahl"]:
        return "", 1.0
    if treffer["prozent"]:
        return "%", 1.0
    if treffer["euro"]:
        vielfach = _VIELFACH[treffer["vielfach"][0].casefold()] if treffer["vielfach"] else 1.0
        return f"€{treffer['je'] or ''}", vielfach
    if treffer["flaeche"]:
        return f"{treffer['flaeche']}{treffer['je2'] or ''}", 1.0
    return " ".join(treffer["bezug"].split()), 1.0


def _split_einheit(text: str) -> tuple[str, tuple[str, float] | None]:
    """»SGB-II-Quote in %« → (»SGB-II-Quote«, %)."""
    treffer = _HINTEN.search(text)
    if treffer is None or treffer.start() == 0:
        return text, None
    einheit = read_einheit(treffer["klammer"] or treffer["frei"] or treffer["zeichen"])
    return (text[: treffer.start()].strip(" ,"), einheit) if einheit else (text, None)


def strip_zeitraum(text: str) -> str:
    """»Einwohner am 31.12.2022 (vorläufig)« → »Einwohner«."""
    ohne = re.sub(
        r"\b(?:\d{1,2}\.\s?\d{1,2}\.\s?)?(?:18|19|20|21)\d{2}(?:\s*[/–-]\s*(?:(?:18|19|20|21)\d{2}|\d{2}))?\b|"
        r"\b(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b",
        " ",
        _STATUS.sub(" ", text),
    )
    return _FUELLWORT.sub("", " ".join(ohne.replace("( )", " ").replace("()", " ").split())).strip()


def read_titel(texte: Sequence[str]) -> str:
    """The first line above the table that says something."""
    return next((" ".join(t.split()) for t in texte if len(t.strip()) > 3), "")


def merkmal_of_titel(titel: str) -> str:
    """»Tabelle 3: Arbeitslose nach Stadtteilen 2019–2023« → »Arbeitslose«."""
    text, _ = _split_einheit(_NACH_GEBIETEN.sub("", strip_zeitraum(_TITELANFANG.sub("", titel.replace("_", " ")))))
    return text if 2 < len(text) <= 80 and re.search(r"[^\W\d_]{3}", text) and not _NAMENLOS.fullmatch(text) else ""


def describe_columns(
    nummern: Sequence[int],
    koepfe: Sequence[Sequence[Zelle]],
    zellen: Sequence[Sequence[Zelle]],
    dezimal: str,
    titel: str,
    zeit: str,
    je_zeile: bool = False,
    vorgaben: Vorgaben | None = None,
) -> tuple[Spaltenlesart, ...]:
    """``koepfe`` and ``zellen`` per column; ``zeit`` where the heading has none (empty: each row says it).

    ``je_zeile``: the rows say which Merkmal, the headings only add to it. What ``vorgaben`` say of a column counts.
    """
    vorgaben = vorgaben or Vorgaben()
    einheit_des_titels = _split_einheit(titel)[1] or ("", 1.0)
    spalten = []
    ueberschriften = _as_months([read_ueberschrift(kopf) for kopf in koepfe])
    for nummer, u, werte in zip(nummern, ueberschriften, zellen, strict=True):
        v = vorgaben.spalte(nummer)
        if not u.einheit and einheit_des_titels[0]:
            u = replace(u, einheit=einheit_des_titels[0], faktor=einheit_des_titels[1])
        if not u.einheit and (einheit := _unit_of_cells(werte)):
            u = replace(u, einheit=einheit)
        merkmal = u.merkmal
        if not merkmal and not je_zeile:
            merkmal = merkmal_of_titel(titel) or u.wort or f"Spalte {spaltenname(nummer)}"
        merkmal, gruppe = _choose(v.merkmal, merkmal), _choose(v.gruppe, u.gruppe)
        einheit = _choose(v.einheit, u.einheit)
        zahlen = numbers(werte, dezimal)
        faktor = 100.0 if einheit == "%" and percent_written_as_share(zahlen) else u.faktor
        art = _choose(v.art, find_kind(merkmal, einheit, zahlen))
        zeitraum = _choose(v.zeitraum, u.zeitraum or zeit)
        spalten.append(Spaltenlesart(nummer, merkmal, gruppe, zeitraum, einheit, art, _choose(v.faktor, faktor)))
    return _tell_apart(spalten, {s.nummer for s in vorgaben.spalten if s.merkmal is not None})


def _as_months(ueberschriften: list[Ueberschrift]) -> list[Ueberschrift]:
    """»01.01.2024«, »01.02.2024« side by side are months; a spreadsheet has no other way to keep them as dates."""
    zeiten = {u.zeitraum for u in ueberschriften if u.zeitraum}
    if not all(re.fullmatch(r"\d{4}-\d{2}-01", zeit) for zeit in zeiten) or len({zeit[5:7] for zeit in zeiten}) < 2:
        return ueberschriften
    return [replace(u, zeitraum=u.zeitraum[:7]) for u in ueberschriften]


def _choose(vorgabe: _T | None, vermutung: _T) -> _T:
    return vermutung if vorgabe is None else vorgabe


def find_kind(merkmal: str, einheit: str, zahlen: Sequence[float]) -> Merkmalsart:
    """Added over areas only where that is certain; figures with fractions and no unit count nothing."""
    if find_art("", merkmal) is Merkmalsart.RATE:
        return Merkmalsart.RATE
    art = find_art(einheit, merkmal)
    gebrochen = any(zahl % 1 for zahl in zahlen)
    return Merkmalsart.RATE if art is Merkmalsart.ANZAHL and gebrochen and einheit == "" else art


def _unit_of_cells(werte: Sequence[Zelle]) -> str:
    """The unit that stands behind most figures themselves."""
    enden = Counter(z.strip()[-1] for z in werte if isinstance(z, str) and kind_of(z) is Zellart.ZAHL)
    gesamt = sum(enden.values())
    return next((zeichen for zeichen in "%€" if gesamt and 2 * enden[zeichen] > gesamt), "")


def _tell_apart(spalten: list[Spaltenlesart], benannt: set[int]) -> tuple[Spaltenlesart, ...]:
    """Counts and shares under one heading are two Merkmale; what is still the same is told apart by its column.

    ``benannt``: columns whose Merkmal a person has named.
    """
    einheiten: dict[str, set[str]] = {}
    for s in spalten:
        einheiten.setdefault(s.merkmal, set()).add(s.einheit)
    gut: list[Spaltenlesart] = []
    gesehen: set[tuple[str, str, str]] = set()
    for s in spalten:
        if len(einheiten[s.merkmal]) > 1 and s.einheit and s.nummer not in benannt:
            s = replace(s, merkmal=f"{s.merkmal} ({s.einheit})")
        if (s.merkmal, s.gruppe, s.zeitraum) in gesehen:
            s = replace(s, merkmal=f"{s.merkmal} [{spaltenname(s.nummer)}]")
        gesehen.add((s.merkmal, s.gruppe, s.zeitraum))
        gut.append(s)
    return tuple(gut)
