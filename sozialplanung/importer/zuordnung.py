"""Areas of a file that no key matches: by what people said, by name – and what is left is asked, never guessed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from sozialplanung.formatting import format_anzahl
from sozialplanung.importer.befunde import HOECHSTENS, Befundliste, Mangel
from sozialplanung.importer.gebiete import Fremdgebiet, level_of
from sozialplanung.importer.namen import Bekannt, Namen, tidy
from sozialplanung.importer.texte import show
from sozialplanung.model import OffenesGebiet, Raumebene

_BEISPIELE = 3
_AMTLICHE_LAENGE = 5
_AUF_DER_SEITE = "Bitte wählen Sie auf der Seite »Daten« oder mit ›sozialplanung gebiet-alias‹, was gemeint ist."


@dataclass(slots=True)
class Zuordnung:
    """``ziele``: key in the file → area; ``weg``: no area by decision; ``offen``: a person has to say.

    ``fremd``: names that are like none; a person may know better.
    """

    ziele: dict[str, str] = field(default_factory=dict)
    weg: set[str] = field(default_factory=set)
    offen: dict[str, OffenesGebiet] = field(default_factory=dict)
    fremd: list[OffenesGebiet] = field(default_factory=list)

    @property
    def erledigt(self) -> set[str]:
        return {*self.ziele, *self.weg, *self.offen}


@dataclass(frozen=True, slots=True)
class _Fremd:
    """An area of the file; ``amtlich``: its level by its key, where the key is an official one."""

    schluessel: str
    name: str
    ebene: str | None
    amtlich: bool

    @property
    def text(self) -> str:
        """What a decision about it is remembered by: its official key, else its name."""
        return tidy(self.schluessel if self.amtlich else self.name)


def _look_at(fremde: Sequence[Fremdgebiet]) -> list[_Fremd]:
    """Short numbers are official keys only beside longer ones: a city numbers its districts 11, 12, 101, too."""
    lange = any(len(f.schluessel) >= _AMTLICHE_LAENGE and level_of(f.schluessel) for f in fremde)
    gesehen = []
    for f in fremde:
        ebene = level_of(f.schluessel) if lange and f.ebene is None else None
        gesehen.append(_Fremd(f.schluessel, f.name or f.schluessel, str(ebene) if ebene else f.ebene, bool(ebene)))
    return gesehen


def match_names(
    fremde: Sequence[Fremdgebiet],
    gebiete: pd.DataFrame,
    aliase: Mapping[str, str | None],
    vergeben: Collection[str],
    befunde: Befundliste,
) -> Zuordnung:
    """``fremde`` have no key that the Projekt knows; ``vergeben``: areas that a key of the file has met."""
    ergebnis = Zuordnung()
    bekannte = [Bekannt(*map(str, z)) for z in gebiete[["gebiet_id", "bezeichnung", "raumebene"]].to_numpy()]
    if not bekannte or not fremde:
        return ergebnis
    rest = _take_aliases(_look_at(fremde), aliase, {b.gebiet_id for b in bekannte}, ergebnis, befunde)
    verzeichnis = _Verzeichnisse(bekannte)
    gefunden: dict[str, list[tuple[int, _Fremd]]] = {}
    offen: list[tuple[_Fremd, list[Bekannt]]] = []
    for fremd in rest:
        treffer, abstand = verzeichnis.of(fremd).find(fremd.name)
        if len(treffer) == 1:
            gefunden.setdefault(treffer[0].gebiet_id, []).append((abstand, fremd))
        elif len(offen) < HOECHSTENS:  # looking for similar names takes its time
            offen.append((fremd, treffer or verzeichnis.of(fremd).propose(fremd.name)))
    nach_id = {b.gebiet_id: b for b in bekannte}
    ungenau = []
    for ziel, bewerber in gefunden.items():
        nah = min(abstand for abstand, _ in bewerber)
        erste = [fremd for abstand, fremd in bewerber if abstand == nah]
        if ziel in vergeben or ziel in ergebnis.ziele.values() or len(erste) > 1:
            erste = []
        offen += [(fremd, [nach_id[ziel]]) for _, fremd in bewerber if fremd not in erste]
        for fremd in erste:
            ergebnis.ziele[fremd.schluessel] = ziel
            if nah:
                ungenau.append((fremd, nach_id[ziel]))
    _tell_matched(ungenau, befunde)
    for fremd, vorschlaege in offen:
        if vorschlaege:
            ids = tuple(b.gebiet_id for b in vorschlaege)
            ergebnis.offen[fremd.schluessel] = OffenesGebiet(fremd.text, fremd.schluessel, ids)
            _tell_open(fremd, vorschlaege, befunde)
        elif not fremd.amtlich:
            ergebnis.fremd.append(OffenesGebiet(fremd.text, fremd.schluessel))
    return ergebnis


def _take_aliases(
    fremde: Sequence[_Fremd],
    aliase: Mapping[str, str | None],
    bekannte: set[str],
    ergebnis: Zuordnung,
    befunde: Befundliste,
) -> list[_Fremd]:
    """What people decided; a decision for an area that is gone counts no more."""
    rest = []
    for fremd in fremde:
        ziel = aliase.get(fremd.text)
        if fremd.text in aliase and ziel is None:
            ergebnis.weg.add(fremd.schluessel)
        elif ziel in bekannte:
            ergebnis.ziele[fremd.schluessel] = str(ziel)
        elif ziel is None or ziel != fremd.text:  # else it is an area of its own, to be created
            rest.append(fremd)
    _tell_aliases(len(ergebnis.ziele), len(ergebnis.weg), befunde)
    return rest


class _Verzeichnisse:
    """Which areas a name may mean.

    An official key that the Projekt does not know is another area, whatever it is called – unless the areas of that
    level have keys of their own. A file that states a level only means that.
    """

    def __init__(self, bekannte: list[Bekannt]) -> None:
        self._bekannte = bekannte
        self._nach_ebene: dict[tuple[str | None, bool], Namen] = {}

    def of(self, fremd: _Fremd) -> Namen:
        ebene, amtlich = fremd.ebene, fremd.amtlich
        if (ebene, amtlich) not in self._nach_ebene:
            self._nach_ebene[ebene, amtlich] = Namen(
                b
                for b in self._bekannte
                if (ebene is None or b.raumebene == ebene) and not (amtlich and level_of(b.gebiet_id))
            )
        return self._nach_ebene[ebene, amtlich]


def _tell_matched(paare: Sequence[tuple[_Fremd, Bekannt]], befunde: Befundliste) -> None:
    if not paare:
        return
    fremd, bekannt = paare[0]
    weitere = f"; so auch {format_anzahl(len(paare) - 1, 'weiterer', 'weitere')}" if len(paare) > 1 else ""
    mangel = Mangel("matched_name", f"ist im Projekt ›{bekannt.bezeichnung}‹{weitere}.", "")
    befunde.add(mangel, "", wert=show(fremd.name))


def _tell_aliases(anzahl: int, weg: int, befunde: Befundliste) -> None:
    """How much of a file follows decisions that people have made before."""
    if anzahl:
        text = (
            f"{format_anzahl(anzahl, 'Name wurde', 'Namen wurden')} so zugeordnet, wie Sie es früher bestätigt haben."
        )
        befunde.add(Mangel("matched_alias", text, ""), "")
    if weg:
        text = f"{format_anzahl(weg, 'Name ist', 'Namen sind')} nach Ihrer Entscheidung kein Gebiet dieses Projekts."
        befunde.add(Mangel("matched_alias", text, ""), "")


def _tell_open(fremd: _Fremd, vorschlaege: Sequence[Bekannt], befunde: Befundliste) -> None:
    namen = [f"›{b.bezeichnung}‹ ({Raumebene(b.raumebene).singular}, {b.gebiet_id})" for b in vorschlaege[:_BEISPIELE]]
    gleich = {tidy(b.bezeichnung) for b in vorschlaege}
    if len(vorschlaege) > 1 and len(gleich) == 1:
        mangel = Mangel(
            "ambiguous_area", f"kann mehreres meinen: {', '.join(namen)}. Seine Zahlen bleiben weg.", _AUF_DER_SEITE
        )
    else:
        mangel = Mangel(
            "proposed_area", f"ist vielleicht {' oder '.join(namen)}. Seine Zahlen bleiben weg.", _AUF_DER_SEITE
        )
    befunde.add(mangel, "", wert=show(fremd.text))
