"""Names of areas: »Stolberg (Rhld.), Kupferstadt« is »Stolberg«; what is only similar is asked, never matched."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from rapidfuzz import fuzz, process

from sozialplanung.model import Raumebene

Woerter = tuple[str, ...]

MINDESTENS_AEHNLICH = 75.0  # of 100
VORSCHLAEGE = 3

_FALTUNG = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "&": " und ", "+": " und "})
_WORT = re.compile(r"[^\W_]+\.?")
_KLAMMER = re.compile(r"\(([^()]*)\)?")
_ZAHL = re.compile(r"\d+|\b[ivx]+\b")
_SANKT = {"st", "st.", "skt", "skt."}

# What an area is, in front of its name or behind it. »stadt« and »kreis« keep Aachen and the StädteRegion Aachen apart.
_STADT, _KREIS, _LAND, _BEZIRK, _TEIL = "stadt", "kreis", "land", "regierungsbezirk", "teil"
_DAVOR: dict[str, str] = {
    **dict.fromkeys(("kreisfreie stadt", "krfr. stadt", "stadt", "gemeinde", "stadtgemeinde"), _STADT),
    **dict.fromkeys(("kreis", "landkreis", "lk", "lkr.", "lkr", "staedteregion", "regionalverband"), _KREIS),
    **dict.fromkeys(("land", "freistaat"), _LAND),
    **dict.fromkeys(("regierungsbezirk", "reg.-bez.", "rb"), _BEZIRK),
    **dict.fromkeys(("ortsteil", "ot", "stadtteil", "stadtbezirk", "ortschaft", "sozialraum", "quartier"), _TEIL),
}
_DAHINTER: dict[str, str] = {
    **{wort: art for wort, art in _DAVOR.items() if art != _TEIL},
    **dict.fromkeys(
        (
            "bergstadt bundesstadt documentastadt domstadt flecken gkst grosse_kreisstadt hansestadt hochschulstadt "
            "klingenstadt kreisstadt kupferstadt kurort landeshauptstadt lutherstadt markt reuterstadt residenzstadt "
            "universitaetsstadt wissenschaftsstadt"
        )
        .replace("_", " ")
        .split(" "),
        _STADT,
    ),
    "grosse kreisstadt": _STADT,
    "hanse und universitaetsstadt": _STADT,
    "freie und hansestadt": _STADT,
}
_ART_DER_EBENE = {
    Raumebene.LAND: _LAND,
    Raumebene.REGIERUNGSBEZIRK: _BEZIRK,
    Raumebene.GEMEINDE: _STADT,
    Raumebene.STADTBEZIRK: _TEIL,
    Raumebene.STADTTEIL: _TEIL,
    Raumebene.SOZIALRAUM: _TEIL,
    Raumebene.STATISTISCHER_BEZIRK: _TEIL,
    Raumebene.QUARTIER: _TEIL,
}  # a Kreis may be a kreisfreie Stadt


def tidy(name: str) -> str:
    """As it stands in the file, in one line and in one way to write its letters: what an alias remembers."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def _fold(text: str) -> str:
    klein = unicodedata.normalize("NFC", text).casefold().translate(_FALTUNG)
    return "".join(z for z in unicodedata.normalize("NFKD", klein) if not unicodedata.combining(z))


def _words(text: str) -> Woerter:
    woerter = _WORT.findall(text)
    return tuple("sankt" if wort in _SANKT and i + 1 < len(woerter) else wort for i, wort in enumerate(woerter))


def _without_front(woerter: Woerter) -> tuple[Woerter, str]:
    """»OT Rhynern« → Rhynern, a part; a word that would leave only a number stays (»Stadtbezirk 1«)."""
    for laenge in (2, 1):
        art = _DAVOR.get(" ".join(woerter[:laenge]))
        rest = woerter[laenge:]
        if art and any(len(wort.rstrip(".")) > 2 and not wort.isdigit() for wort in rest):
            return rest, art
    return woerter, ""


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart; an abbreviation keeps its dot."""

    kern: Woerter
    klammer: Woerter
    zusatz: Woerter  # behind the comma, unless it says only what the area is
    art: str
    voll: str


def parse_name(text: str) -> Name:
    gefaltet = _fold(text)
    klammer = _words(" ".join(_KLAMMER.findall(gefaltet)))
    vorn, _, hinten = _KLAMMER.sub(" ", gefaltet).partition(",")
    zusatz = _words(hinten)
    art = _DAHINTER.get(" ".join(zusatz), "")
    kern, davor = _without_front(_words(vorn))
    voll = "".join(wort.rstrip(".") for wort in (*_words(vorn), *klammer, *zusatz))
    return Name(kern, klammer, () if art else zusatz, art or davor, voll)


def _same_words(a: Woerter, b: Woerter) -> bool:
    """»a. d. Ruhr« and »an der Ruhr«: word by word, where one may be cut short by a dot."""
    return len(a) == len(b) and all(map(_same_word, a, b))


def _same_word(a: str, b: str) -> bool:
    if a.rstrip(".") == b.rstrip("."):
        return True
    return (a.endswith(".") and b.startswith(a[:-1])) or (b.endswith(".") and a.startswith(b[:-1]))


def _same_region(a: Woerter, b: Woerter) -> bool:
    """»(Rhld.)« and »(Rheinland)«: behind the same name letters may be left out inside, too."""
    return len(a) == len(b) and all(
        _same_word(x, y) or _is_short_for(x, y) or _is_short_for(y, x) for x, y in zip(a, b, strict=True)
    )


def _is_short_for(kurz: str, lang: str) -> bool:
    buchstaben = iter(lang)
    return kurz.endswith(".") and kurz[0] == lang[0] and all(zeichen in buchstaben for zeichen in kurz[:-1])


@dataclass(frozen=True)
class Bekannt:
    """An area of the Projekt."""

    gebiet_id: str
    bezeichnung: str
    raumebene: str

    @cached_property
    def name(self) -> Name:
        return parse_name(self.bezeichnung)

    @cached_property
    def art(self) -> str:
        """What its name says that it is, or else its level."""
        return self.name.art or _ART_DER_EBENE.get(Raumebene(self.raumebene), "")


class Namen:
    """The names of a Projekt, ready to be looked up. ``find`` is certain; ``propose`` only asks."""

    def __init__(self, bekannte: Iterable[Bekannt]) -> None:
        self._bekannte = list(bekannte)

    @cached_property
    def _genau(self) -> dict[str, list[Bekannt]]:
        return _group((tidy(b.bezeichnung), b) for b in self._bekannte)

    @cached_property
    def _voll(self) -> dict[str, list[Bekannt]]:
        return _group((b.name.voll, b) for b in self._bekannte)

    @cached_property
    def _kern(self) -> dict[str, list[Bekannt]]:
        return _group((form, b) for b in self._bekannte for form in _lookups(b.name.kern))

    @cached_property
    def _formen(self) -> list[str]:
        return [" ".join(b.name.kern) for b in self._bekannte]

    def find(self, text: str) -> tuple[list[Bekannt], int]:
        """The areas that are certainly meant (several: to be asked), and how far the spelling is off."""
        if gefunden := self._genau.get(tidy(text)):
            return gefunden, 0
        name = parse_name(text)
        if not name.voll:
            return [], 0
        if gefunden := [b for b in self._voll.get(name.voll, ()) if not _contradict(name, b)]:
            return gefunden, 1
        if name.zusatz:
            return [], 0
        moegliche = dict.fromkeys(b for form in _lookups(name.kern) for b in self._kern.get(form, ()))
        return [b for b in moegliche if _is_meant(name, b)], 2

    def propose(self, text: str) -> list[Bekannt]:
        """Similar names, the nearest first; another number is another area (»Bezirk 1«, »Nord II«)."""
        name = parse_name(text)
        form = " ".join(name.kern)
        if len(form) < 3 or not self._bekannte:
            return []
        # Two looks: the whole, and what is left when words are in another order or more than in the other name.
        gleich = process.cdist([form], self._formen, scorer=fuzz.ratio, dtype=np.float64)[0]
        worte = process.cdist([form], self._formen, scorer=fuzz.token_set_ratio, dtype=np.float64)[0]
        punkte = np.maximum(gleich, 0.9 * worte)
        zahlen = _ZAHL.findall(form)
        vorschlaege: list[Bekannt] = []
        for platz in np.lexsort((-gleich, -punkte))[: 5 * VORSCHLAEGE].tolist():
            if punkte[platz] < MINDESTENS_AEHNLICH or len(vorschlaege) == VORSCHLAEGE:
                break
            bekannt = self._bekannte[platz]
            if _ZAHL.findall(self._formen[platz]) == zahlen and not _contradict(name, bekannt):
                vorschlaege.append(bekannt)
        return vorschlaege


def _group(paare: Iterable[tuple[str, Bekannt]]) -> dict[str, list[Bekannt]]:
    gruppen: dict[str, list[Bekannt]] = {}
    for form, bekannt in paare:
        gruppen.setdefault(form, []).append(bekannt)
    return gruppen


def _lookups(kern: Woerter) -> Iterator[str]:
    """The name in one word, and its initials, which an abbreviation shares with the full name."""
    yield "".join(wort.rstrip(".") for wort in kern)
    if len(kern) > 1:
        yield "-".join(wort[0] for wort in kern)


def _is_meant(name: Name, bekannt: Bekannt) -> bool:
    anderer = bekannt.name
    gleich = _same_words(name.kern, anderer.kern) or "".join(name.kern) == "".join(anderer.kern)
    klammern = not name.klammer or not anderer.klammer or _same_region(name.klammer, anderer.klammer)
    return gleich and klammern and not anderer.zusatz and not _contradict(name, bekannt)


def _contradict(name: Name, bekannt: Bekannt) -> bool:
    """»Aachen, Stadt« is not the StädteRegion, and »Kreis Unna« no town."""
    return bool(name.art and bekannt.art and name.art != bekannt.art)
