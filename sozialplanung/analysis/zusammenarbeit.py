"""Who works with whom: Fachbereiche in the Maßnahmen, and who answers for the money."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import pandas as pd

from sozialplanung.analysis.budgets import sum_money

TRENNER = ";"


class Luecken(NamedTuple):
    """What is not shared: Maßnahmen without a Fachbereich, Handlungsfelder of one, Fachbereiche without a partner."""

    massnahmen: int
    gemeinsam: int
    ohne: int
    felder_eines: tuple[str, ...]
    allein: tuple[str, ...]


def split_departments(text: str) -> list[str]:
    """»Jugendamt; Schulamt« → both, the leading one first, each once."""
    return list(dict.fromkeys(name for teil in text.split(TRENNER) if (name := " ".join(teil.split()))))


def participation(massnahmen: pd.DataFrame) -> pd.DataFrame:
    """One row per Maßnahme and Fachbereich; those without a Fachbereich have none.

    Parameters
    ----------
    massnahmen : frame[massnahme_id, handlungsfeld, fachbereich]; several Fachbereiche with a semicolon, the leading
        one first

    Returns
    -------
    frame[massnahme_id, handlungsfeld, fachbereich, federfuehrend]
    """
    spalten = ["massnahme_id", "handlungsfeld", "fachbereich"]
    zeilen = [
        (massnahme, feld, name, platz == 0)
        for massnahme, feld, text in massnahmen[spalten].itertuples(index=False, name=None)
        for platz, name in enumerate(split_departments(text))
    ]
    return pd.DataFrame(zeilen, columns=[*spalten, "federfuehrend"])


def pairs(beteiligung: pd.DataFrame) -> pd.DataFrame:
    """How many Maßnahmen two Fachbereiche share: frame[fachbereich, mit, anzahl], both ways; with itself: all."""
    beide = beteiligung.merge(beteiligung, on="massnahme_id", suffixes=("", "_mit"))
    gruppen = beide.groupby(["fachbereich", "fachbereich_mit"])["massnahme_id"].nunique()
    return gruppen.rename("anzahl").rename_axis(["fachbereich", "mit"]).reset_index()


def gaps(massnahmen: pd.DataFrame, beteiligung: pd.DataFrame) -> Luecken:
    """``massnahmen``: all of them, with or without a Fachbereich; ``beteiligung`` from ``participation``."""
    je_massnahme = beteiligung.groupby("massnahme_id")["fachbereich"].nunique()
    je_feld = beteiligung.groupby("handlungsfeld")["fachbereich"].nunique()
    gemeinsam = set(je_massnahme.index[je_massnahme > 1])
    mit_partner = set(beteiligung.loc[beteiligung["massnahme_id"].isin(gemeinsam), "fachbereich"])
    return Luecken(
        len(massnahmen),
        len(gemeinsam),
        len(massnahmen) - len(je_massnahme),
        tuple(je_feld.index[je_feld == 1]),
        tuple(sorted(set(beteiligung["fachbereich"]) - mit_partner)),
    )


def responsibility(geld: pd.DataFrame, art: str, reihenfolge: Collection[str] = ()) -> pd.DataFrame:
    """Euro by Rechtskreis and Leistungsträger; "" where nobody said.

    Parameters
    ----------
    geld : frame[rechtskreis, leistungstraeger, ``{art}_eur``] (Decimal)
    art : ``ansatz``, ``bewilligt`` or ``ist``
    reihenfolge : of the Rechtskreise; others follow by name, what is not known comes last

    Returns
    -------
    frame[rechtskreis, leistungstraeger, eur]; sums agree to the cent with those of ``geld``.
    """
    da = geld.assign(
        rechtskreis=geld["rechtskreis"].fillna("").str.strip(),
        leistungstraeger=geld["leistungstraeger"].fillna("").str.strip(),
    )
    summen = sum_money(da, ["rechtskreis", "leistungstraeger"], art)
    rang = {name: platz for platz, name in enumerate(reihenfolge)}
    platz = summen["rechtskreis"].map(lambda name: len(rang) + 1 if name == "" else rang.get(name, len(rang)))
    folge = summen.assign(platz=platz).sort_values(["platz", "rechtskreis", "leistungstraeger"], ignore_index=True)
    return folge[["rechtskreis", "leistungstraeger", "eur"]]


def jointly_paid(geld: pd.DataFrame, art: str) -> pd.DataFrame:
    """Maßnahmen for which at least two known Leistungsträger pay: frame[massnahme_id, traeger, eur]."""
    bekannt = geld[(geld["leistungstraeger"].fillna("") != "") & geld[f"{art}_eur"].notna()]
    traeger = {m: tuple(sorted(set(namen))) for m, namen in bekannt.groupby("massnahme_id")["leistungstraeger"]}
    mehrere = {m: namen for m, namen in traeger.items() if len(namen) > 1}
    summen = sum_money(geld[geld["massnahme_id"].isin(mehrere)], ["massnahme_id"], art)
    return summen.assign(traeger=summen["massnahme_id"].map(mehrere))[["massnahme_id", "traeger", "eur"]]
