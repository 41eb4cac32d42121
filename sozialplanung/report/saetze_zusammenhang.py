"""Two Indikatoren side by side: how closely they go together, and where both are high or low."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sozialplanung.analysis.parameter import load_parameter
from sozialplanung.analysis.zusammenhang import Gerade
from sozialplanung.formatting import format_prozent, format_zahl, is_missing, join_und
from sozialplanung.model import Indikator, Raumebene

KEINE_URSACHE = "Ein Zusammenhang ist noch keine Ursache."
_STAERKE = ("kaum", "schwach", "mittelstark", "stark")


def is_beyond_chance(gerade: Gerade) -> bool:
    return not is_missing(gerade.p) and gerade.p < 1 - float(load_parameter("zusammenhang_niveau"))


def sentence_line(gerade: Gerade, x: Indikator, y: Indikator, ebene: Raumebene) -> str:
    """r and R² in words. ``y`` is the Indikator that stands upright."""
    if gerade.n < 3:
        return (
            f"Für einen Zusammenhang braucht es mindestens drei {ebene.plural} mit beiden Werten; es sind {gerade.n}."
        )
    if is_missing(gerade.r):
        return f"Einer der beiden Werte ist in allen {ebene.dativ} gleich: Es gibt keinen Zusammenhang."
    masszahl = f"r = {format_zahl(gerade.r, 2)}"
    if not is_beyond_chance(gerade):
        return (
            f"Ob »{y.bezeichnung}« und »{x.bezeichnung}« zusammenhängen, lässt sich bei {gerade.n} {ebene.dativ} nicht "
            f"von Zufall unterscheiden ({masszahl})."
        )
    stufe = _STAERKE[sum(abs(gerade.r) >= grenze for grenze in load_parameter("korrelation_stufen"))]
    auch = "ist meist auch das andere hoch" if gerade.r > 0 else "ist das andere meist niedrig"
    return (
        f"»{y.bezeichnung}« und »{x.bezeichnung}« hängen {stufe} zusammen ({masszahl}): Wo das eine hoch ist, {auch}. "
        f"{format_prozent(gerade.r**2, 0)} der Unterschiede gehen miteinander einher (R²)."
    )


def sentence_corners(
    ecken: Mapping[str, Sequence[str]],
    x: Indikator,
    y: Indikator,
    anzahl: int,
    ebene: Raumebene,
    *,
    namen: bool = True,
) -> str:
    """Who is in the upper or the lower third of both – or, where more are, in the upper of one and the lower of the
    other.

    ``ecken``: as in ``corner_names``, the names of the areas; ``anzahl`` areas with both values; ``namen`` False:
    counts only.
    """
    if not anzahl:
        return f"Für keine {ebene.plural} liegen beide Werte vor."
    gleich = len(ecken["hoch_hoch"]) + len(ecken["niedrig_niedrig"])
    if gleich >= len(ecken["hoch_niedrig"]) + len(ecken["niedrig_hoch"]):
        return (
            f"Beide Werte liegen im oberen Drittel {_where(ecken['hoch_hoch'], ebene, namen)}, beide im unteren "
            f"{_where(ecken['niedrig_niedrig'], ebene, namen)}."
        )
    return (
        f"»{x.bezeichnung}« liegt im oberen und »{y.bezeichnung}« im unteren Drittel "
        f"{_where(ecken['hoch_niedrig'], ebene, namen)}, umgekehrt {_where(ecken['niedrig_hoch'], ebene, namen)}."
    )


def _where(gebiete: Sequence[str], ebene: Raumebene, namen: bool) -> str:
    if not gebiete:
        return "nirgends"
    if namen and len(gebiete) <= 3:
        return f"in {join_und(list(gebiete))}"
    return f"in {format_zahl(len(gebiete))} {ebene.dativ if len(gebiete) > 1 else ebene.singular}"


def corner_names(x: Indikator, y: Indikator) -> dict[str, str]:
    """What the four corners of the field mean, in words."""
    return {
        "hoch_hoch": "beide hoch",
        "niedrig_niedrig": "beide niedrig",
        "hoch_niedrig": f"nur {x.bezeichnung} hoch",
        "niedrig_hoch": f"nur {y.bezeichnung} hoch",
    }


def missing_note(ohne: int) -> str:
    """How many areas lack one of both values."""
    return f"{format_zahl(ohne)} {'Gebiet' if ohne == 1 else 'Gebiete'} ohne beide Werte" if ohne else ""
