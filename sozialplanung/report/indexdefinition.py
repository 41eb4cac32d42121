"""Index definitions as YAML that a Sozialplaner can read, send and put under version control."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any

import yaml

from sozialplanung.analysis.parameter import load_parameter
from sozialplanung.analysis.sozialindex import VERFAHREN, Indexdefinition, Verfahren, class_bounds
from sozialplanung.errors import AnalyseError
from sozialplanung.model import Indikator, Richtung

HOECHSTENS_BYTES = 100_000
_KOPF = "# Definition eines Sozialindex. Auf der Seite »Sozialindex« lässt sie sich wieder hochladen.\n"


def write_definition(definition: Indexdefinition, indikatoren: Mapping[str, Indikator], stand: dt.date) -> str:
    """YAML with method, date and one entry per indicator; ``read_definition`` gives the same definition back."""
    teile = zip(definition.indikatoren, definition.richtungen, definition.gewichte, strict=True)
    inhalt = {
        "sozialindex": 1,
        "stand": stand,
        "verfahren": definition.verfahren,
        **({"klassengrenzen": list(definition.grenzen)} if definition.grenzen else {}),
        "mindesteinwohner": definition.mindesteinwohner,
        "indikatoren": [
            {
                "indikator": name,
                "bezeichnung": indikatoren[name].bezeichnung,
                "richtung": richtung,
                "gewicht": gewicht,
            }
            for name, richtung, gewicht in teile
        ],
    }
    return _KOPF + yaml.safe_dump(inhalt, allow_unicode=True, sort_keys=False)


def read_definition(inhalt: bytes, indikatoren: Mapping[str, Indikator]) -> Indexdefinition:
    """A definition from an uploaded file; ``indikatoren``: those that may be used.

    Raises
    ------
    AnalyseError
        With one German sentence that says what does not fit.
    """
    angaben = _load(inhalt)
    verfahren = angaben.get("verfahren")
    if verfahren not in VERFAHREN:
        raise AnalyseError(f"Das Verfahren ›{verfahren}‹ gibt es nicht; möglich sind {', '.join(VERFAHREN)}.")
    teile = angaben.get("indikatoren")
    if not isinstance(teile, list) or not teile or not all(isinstance(teil, dict) for teil in teile):
        raise AnalyseError("In der Definition fehlt die Liste ›indikatoren‹ mit indikator, richtung und gewicht.")
    namen = [str(teil.get("indikator")) for teil in teile]
    if fremd := [name for name in namen if name not in indikatoren]:
        raise AnalyseError(
            f"Für ›{'‹, ›'.join(fremd)}‹ liegen in diesem Projekt für Raumebene und Jahr keine Werte vor."
        )
    if len(set(namen)) < len(namen):
        raise AnalyseError("In der Definition steht ein Indikator zweimal.")
    gewichte = tuple(_weight(name, teil.get("gewicht", 1)) for name, teil in zip(namen, teile, strict=True))
    if not any(gewichte):
        raise AnalyseError("In der Definition sind alle Gewichte null; mindestens ein Indikator muss zählen.")
    richtungen = tuple(_direction(indikatoren[name], teil) for name, teil in zip(namen, teile, strict=True))
    gueltig: Verfahren = verfahren
    grenzen = _bounds(gueltig, angaben.get("klassengrenzen"))
    return Indexdefinition(gueltig, tuple(namen), richtungen, gewichte, grenzen, _smallest(angaben))


def _load(inhalt: bytes) -> dict[Any, Any]:
    if len(inhalt) > HOECHSTENS_BYTES:
        raise AnalyseError("Die Datei ist zu groß für eine Indexdefinition (höchstens 100 kB).")
    try:
        angaben = yaml.safe_load(inhalt.decode("utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError) as fehler:
        raise AnalyseError("Die Datei ist kein lesbares YAML; bitte eine Definition dieser Seite laden.") from fehler
    if not isinstance(angaben, dict) or "sozialindex" not in angaben:
        raise AnalyseError("Die Datei ist keine Indexdefinition: Die Zeile ›sozialindex: 1‹ fehlt.")
    return angaben


def _weight(name: str, gewicht: object) -> float:
    if isinstance(gewicht, bool) or not isinstance(gewicht, int | float) or not 0 <= gewicht < math.inf:
        raise AnalyseError(f"Das Gewicht ›{gewicht}‹ von ›{name}‹ ist keine Zahl ab 0.")
    return float(gewicht)


def _bounds(verfahren: Verfahren, grenzen: object) -> tuple[float, ...]:
    if grenzen is None or verfahren != "hamburg":
        return ()
    if not isinstance(grenzen, list) or not all(type(grenze) in (int, float) for grenze in grenzen):
        raise AnalyseError("Die ›klassengrenzen‹ sind keine Liste von Zahlen.")
    return class_bounds(verfahren, tuple(float(grenze) for grenze in grenzen))


def _smallest(angaben: Mapping[Any, Any]) -> int:
    """Where the file says nothing, the rule of the method's report holds."""
    zahl = angaben.get("mindesteinwohner", load_parameter("index_mindest_einwohner"))
    if type(zahl) is not int or not 0 <= zahl <= 1_000_000:
        raise AnalyseError(f"›mindesteinwohner: {zahl}‹ ist keine ganze Zahl ab 0.")
    return zahl


def _direction(indikator: Indikator, teil: Mapping[Any, Any]) -> str:
    """The Projekt decides, the file only for what is neutral there; another direction must not pass silently."""
    richtung = teil.get("richtung", indikator.richtung)
    if indikator.richtung == Richtung.NEUTRAL:
        if richtung not in (Richtung.BELASTUNG.value, Richtung.STAERKE.value):
            raise AnalyseError(
                f"›{indikator.bezeichnung}‹ ist in diesem Projekt ohne Wertung; die Definition muss seine ›richtung‹ "
                "nennen: belastung oder staerke."
            )
        return str(richtung)
    if richtung != indikator.richtung:
        raise AnalyseError(
            f"›{indikator.bezeichnung}‹ ist in der Definition ›{richtung}‹, in diesem Projekt ›{indikator.richtung}‹."
        )
    return indikator.richtung
