"""Money over the years: how much of it has flowed, what the town's own money brings along, which funding ends.

Frames as ``load_finanzierung``: massnahme_id, handlungsfeld, haushaltsjahr, finanzierungsquelle, foerderprogramm and
ansatz_eur, bewilligt_eur, ist_eur (``Decimal``, None where nothing is recorded). Every sum agrees to the cent; only
ratios are floats. »Fördermittel« are all that is no Eigenanteil.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum

import pandas as pd

from sozialplanung.analysis.budgets import sum_money
from sozialplanung.model import Finanzierungsquelle

ARTEN = ("ansatz", "bewilligt", "ist")
# Ansatz and Ist of the same money may stand in different rows, e.g. of budget and annual account.
_TOPF = ["massnahme_id", "haushaltsjahr", "finanzierungsquelle"]
_STRANG = ["massnahme_id", "finanzierungsquelle", "foerderprogramm"]


class Ausblick(StrEnum):
    """What is known of a Maßnahme when one of its fundings ends."""

    ANSCHLUSS = "Anschluss erfasst"
    ENDET = "Maßnahme endet auch"
    OFFEN = "kein Anschluss erfasst"


def sums_by_kind(geld: pd.DataFrame, nach: Sequence[str]) -> pd.DataFrame:
    """Ansatz, Bewilligt and Ist by the columns of ``nach``, ascending.

    Returns
    -------
    frame[*nach, ansatz_eur, bewilligt_eur, ist_eur]: ``Decimal``; None where nothing of this kind is recorded, which is
    not zero.
    """
    schluessel = geld[list(nach)].drop_duplicates().sort_values(list(nach), kind="stable").reset_index(drop=True)
    for art in ARTEN:
        summen = sum_money(geld, nach, art).rename(columns={"eur": f"{art}_eur"})
        if summen.empty:
            schluessel[f"{art}_eur"] = None
            continue
        schluessel = schluessel.merge(summen, on=list(nach), how="left")
        spalte = schluessel[f"{art}_eur"].astype(object)
        schluessel[f"{art}_eur"] = spalte.where(spalte.notna(), None)
    return schluessel


def outflow(geld: pd.DataFrame, nach: Sequence[str], gegen: str = "ansatz") -> pd.DataFrame:
    """Mittelabfluss: the share of the planned (or granted) money that was spent, σ = Σ Ist ÷ Σ Ansatz.

    Only money is compared of which both are known, by Maßnahme, Haushaltsjahr and Finanzierungsquelle; so an Ist that
    is still to come does not look like money that was not spent.

    Parameters
    ----------
    geld : see above
    nach : columns to group by
    gegen : ``ansatz`` or ``bewilligt``

    Returns
    -------
    frame[*nach, geplant_eur, ist_eur, abfluss, offen_eur]: euro of which both are known, their ratio (float; missing
    where nothing was planned or known; above 1 where more was spent), and euro without an Ist (None: there are none).
    Source: Haushaltsüberwachung of the municipalities, Haushaltsausgabereste.
    """
    schluessel = [*nach, *(name for name in _TOPF if name not in nach)]
    topf = sums_by_kind(geld, schluessel)
    geplant, ist = topf[f"{gegen}_eur"], topf["ist_eur"]
    beide, offen = geplant.notna() & ist.notna(), geplant.notna() & ist.isna()
    ergebnis = topf[list(nach)].drop_duplicates().reset_index(drop=True)
    for spalte, zeilen, art in (
        ("geplant_eur", beide, gegen),
        ("ist_eur", beide, "ist"),
        ("offen_eur", offen, gegen),
    ):
        ergebnis[spalte] = _look_up(ergebnis, nach, sum_money(topf[zeilen], nach, art))
    ergebnis["abfluss"] = _ratio(ergebnis["ist_eur"], ergebnis["geplant_eur"])
    return ergebnis[[*nach, "geplant_eur", "ist_eur", "abfluss", "offen_eur"]]


def leverage(geld: pd.DataFrame, nach: Sequence[str], art: str) -> pd.DataFrame:
    """Fördermittel per euro of the town: h = Σ Fördermittel ÷ Σ Eigenanteil.

    Returns
    -------
    frame[*nach, eigen_eur, foerder_eur, hebel]: ``Decimal`` (None where nothing is recorded) and float. Without
    Eigenanteil or without Fördermittel there is no ``hebel``, never infinity.
    """
    ergebnis = geld[list(nach)].drop_duplicates().sort_values(list(nach), kind="stable").reset_index(drop=True)
    eigen = is_own(geld)
    for spalte, zeilen in (("eigen_eur", eigen), ("foerder_eur", ~eigen)):
        ergebnis[spalte] = _look_up(ergebnis, nach, sum_money(geld[zeilen], nach, art))
    ergebnis["hebel"] = _ratio(ergebnis["foerder_eur"], ergebnis["eigen_eur"])
    return ergebnis


def is_own(geld: pd.DataFrame) -> pd.Series:
    """Whether a row is Eigenanteil of the town."""
    return geld["finanzierungsquelle"] == Finanzierungsquelle.EIGENANTEIL


def expiring(geld: pd.DataFrame, massnahmen: pd.DataFrame, alles: pd.DataFrame | None = None) -> pd.DataFrame:
    """Funding and the last year for which any of it is granted or planned.

    A Förderung is the money of one Fördergeber and programme for one Maßnahme. Of a year counts what is granted, where
    nothing is granted what is planned. Nothing recorded after its last year does not mean that there will be nothing:
    ``ausblick`` says what is known.

    Parameters
    ----------
    geld : the money that is asked about
    massnahmen : frame[massnahme_id, ende, vorgaenger_id]: last day (None: open) and what a Maßnahme continues
    alles : all money, where that of continuing Maßnahmen is not in ``geld``

    Returns
    -------
    frame[massnahme_id, finanzierungsquelle, foerderprogramm, letztes_jahr, eur, anteil, danach_eur, ausblick], the
    earliest end and the largest amount first. ``eur``: in the last year; ``anteil``: of all money of the Maßnahme in
    that year (0–1); ``danach_eur``: Fördermittel of the Maßnahme, or of those that continue it, in the year after
    (None: none recorded). Amounts of zero are no funding.
    """
    gilt = with_expected(geld)
    foerder = gilt[~is_own(gilt) & (gilt["eur"] > 0)]
    spalten = [*_STRANG, "letztes_jahr", "eur", "anteil", "danach_eur", "ausblick"]
    if foerder.empty:
        return pd.DataFrame(columns=spalten)
    je_jahr = foerder.groupby([*_STRANG, "haushaltsjahr"], sort=False)["eur"].sum().reset_index()
    strang = je_jahr.sort_values("haushaltsjahr", kind="stable").groupby(_STRANG, sort=False).tail(1)
    strang = strang.rename(columns={"haushaltsjahr": "letztes_jahr"}).reset_index(drop=True)
    orte = list(zip(strang["massnahme_id"], strang["letztes_jahr"], strict=True))
    ganz = _by_year(gilt)
    strang["anteil"] = [float(eur / ganz[ort]) for eur, ort in zip(strang["eur"], orte, strict=True)]
    ueberall = with_expected(geld if alles is None else alles)
    foerdermittel = _by_year(ueberall[~is_own(ueberall)])
    weiter = _continued_by(massnahmen)
    danach = [
        [foerdermittel[m, jahr + 1] for m in (name, *weiter.get(name, ())) if (m, jahr + 1) in foerdermittel]
        for name, jahr in orte
    ]
    strang["danach_eur"] = pd.Series([sum(teile, Decimal(0)) if teile else None for teile in danach], dtype=object)
    ende = massnahmen.set_index("massnahme_id")["ende"].to_dict()
    strang["ausblick"] = [
        _outlook(jahr, ende.get(name), danach_eur, foerdermittel[name, jahr])
        for (name, jahr), danach_eur in zip(orte, strang["danach_eur"], strict=True)
    ]
    strang = strang.assign(minus=-strang["eur"]).sort_values(["letztes_jahr", "minus", "massnahme_id"], kind="stable")
    return strang[spalten].reset_index(drop=True)


def cliff(geld: pd.DataFrame, laeuft_aus: pd.DataFrame) -> pd.DataFrame:
    """Fördermittel by year and Fördergeber, up to the year after the last, and what ended with the year before.

    ``laeuft_aus`` as ``expiring``. Returns frame[haushaltsjahr, finanzierungsquelle, eur, weg_eur]; None where there is
    none.
    """
    gilt = with_expected(geld)
    foerder = gilt[~is_own(gilt)]
    da = _by_source(foerder, "haushaltsjahr", 0)
    weg = _by_source(laeuft_aus, "letztes_jahr", 1)
    orte = sorted({*da, *weg}, key=lambda ort: (ort[0], list(Finanzierungsquelle).index(Finanzierungsquelle(ort[1]))))
    return pd.DataFrame(
        {
            "haushaltsjahr": [jahr for jahr, _ in orte],
            "finanzierungsquelle": [quelle for _, quelle in orte],
            "eur": pd.Series([da.get(ort) for ort in orte], dtype=object),
            "weg_eur": pd.Series([weg.get(ort) for ort in orte], dtype=object),
        }
    )


def with_expected(geld: pd.DataFrame) -> pd.DataFrame:
    """The rows with what may be counted on (``eur``): granted, else planned; rows with neither are left out."""
    eur = geld["bewilligt_eur"].astype(object).where(geld["bewilligt_eur"].notna(), geld["ansatz_eur"])
    return geld.assign(eur=eur)[eur.notna()]


def _by_year(gilt: pd.DataFrame) -> dict[tuple[str, int], Decimal]:
    summen = gilt.groupby(["massnahme_id", "haushaltsjahr"], sort=False)["eur"].sum().reset_index()
    orte = zip(summen["massnahme_id"], summen["haushaltsjahr"].astype(int), strict=True)
    return dict(zip(orte, summen["eur"], strict=True))


def _by_source(betraege: pd.DataFrame, jahr: str, spaeter: int) -> dict[tuple[int, str], Decimal]:
    summen = betraege.groupby([jahr, "finanzierungsquelle"], sort=False)["eur"].sum().reset_index()
    orte = zip(summen[jahr].astype(int) + spaeter, summen["finanzierungsquelle"], strict=True)
    return dict(zip(orte, summen["eur"], strict=True))


def _continued_by(massnahmen: pd.DataFrame) -> dict[str, list[str]]:
    weiter: dict[str, list[str]] = {}
    for name, vorgaenger in zip(massnahmen["massnahme_id"], massnahmen["vorgaenger_id"], strict=True):
        if vorgaenger:
            weiter.setdefault(vorgaenger, []).append(name)
    return weiter


def _outlook(jahr: int, ende: object, danach: Decimal | None, bisher: Decimal) -> Ausblick:
    if danach is not None and danach >= bisher:
        return Ausblick.ANSCHLUSS
    return Ausblick.ENDET if isinstance(ende, dt.date) and ende.year <= jahr else Ausblick.OFFEN


def _look_up(ergebnis: pd.DataFrame, nach: Sequence[str], summen: pd.DataFrame) -> pd.Series:
    je_ort = {tuple(ort): eur for *ort, eur in summen.itertuples(index=False, name=None)}
    orte = ergebnis[list(nach)].itertuples(index=False, name=None)
    return pd.Series([je_ort.get(ort) for ort in orte], index=ergebnis.index, dtype=object)


def _ratio(oben: pd.Series, unten: pd.Series) -> list[float]:
    return [
        float(o / u) if o is not None and u is not None and u > 0 else float("nan")
        for o, u in zip(oben, unten, strict=True)
    ]
