"""Hamm: published figures stand as published, everything invented fits them and says that it is invented."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pandas as pd
import pytest
import shapely
from flaechen import polygone

from werkzeuge.beispiele.bausteine import Beispiel

STADT = "05915000"
MITTE, BOCKUM_HOEVEL = "05915000-1", "05915000-6"
SCHULSOZIALARBEIT = "IK-01"


def published(beispiel: Beispiel, tabelle: str) -> pd.DataFrame:
    """Rows that name another source than the invented one of the workbook."""
    frame = beispiel.tabellen[tabelle]
    return frame[frame["quelle_id"].notna()]


@pytest.fixture
def reihen(hamm: Beispiel) -> pd.Series[float]:
    """Wert by Merkmal, Gebiet and Zeitraum."""
    reihe = hamm.tabellen["wert"].set_index(["merkmal_id", "gebiet_id", "zeitraum"])["wert"].astype(float).sort_index()
    assert reihe.index.is_unique
    return reihe


def stadt(reihen: pd.Series[float], merkmal: str, zeitraum: str) -> float:
    """Sum of the seven Stadtbezirke."""
    bezirke = reihen.xs((merkmal, zeitraum), level=("merkmal_id", "zeitraum")).drop(STADT, errors="ignore")
    assert len(bezirke) == 7
    return float(bezirke.sum())


def test_published_figures_are_exact_and_no_other_figure_claims_to_be(hamm: Beispiel) -> None:
    zeilen = published(hamm, "wert")
    werte = zeilen.set_index(["gebiet_id", "merkmal_id", "zeitraum"])["wert"].to_dict()
    assert werte == {
        (MITTE, "einwohner", "2021"): 36_848,
        (BOCKUM_HOEVEL, "einwohner", "2021"): 35_359,
        (BOCKUM_HOEVEL, "veroeffentlicht_migrationshintergrund", "2021"): 41.5,
        (STADT, "einwohner", "2021"): 181_000,
        (STADT, "haushalte", "2021"): 86_000,
        (STADT, "veroeffentlicht_65plus", "2021"): 21.3,
        (STADT, "veroeffentlicht_kinderarmut", "2015"): 23,
        (STADT, "veroeffentlicht_kinderarmut", "2021"): 18.1,
    }
    rund = zeilen[zeilen["wert"].isin([181_000, 86_000])]
    assert set(rund["quelle_id"]) == {"hamm2021_rund"}


def test_round_figures_say_so(hamm: Beispiel) -> None:
    quellen = hamm.tabellen["quelle"].set_index("quelle_id")
    for wort in ("rund 181.000 Einwohner", "rund 86.000 Haushalte"):
        assert wort in quellen.loc["hamm2021_rund", "bezeichnung"]
    for wort in ("rund 1,6 Mio. €", "rund 2.600 Menschen"):
        assert wort in " ".join(quellen.loc["stadt2018", "verweis"].split())


def test_default_source_is_invented_and_all_others_are_published(hamm: Beispiel) -> None:
    assert hamm.projekt["herkunft"] == "beispiel"
    assert hamm.projekt["quelle"] == "Beispielwerte, frei erfunden"
    herkunft = hamm.tabellen["quelle"].set_index("quelle_id")["herkunft"].to_dict()
    assert herkunft.pop("mosaik") == "eigen"
    assert set(herkunft.values()) == {"veroeffentlicht"}
    assert set(hamm.tabellen["geometrie"]["quelle_id"]) == {"mosaik"}


def test_only_published_rows_claim_to_be(hamm: Beispiel) -> None:
    assert set(published(hamm, "massnahme")["bezeichnung"]) == {
        "Schulsozialarbeit",
        "Sprachkursportal",
        "»Mein Mentor«",
        "»Hammer Helden«",
        "Besuche bei Neugeborenen",
    }
    geld = published(hamm, "finanzierung")
    assert set(geld["massnahme_id"]) == {SCHULSOZIALARBEIT}
    assert geld["ist_eur"].isna().all()  # what was spent is not published
    assert set(published(hamm, "leistung")["massnahme_id"]) == {"KK-01"}
    assert published(hamm, "einrichtung").empty
    assert published(hamm, "merkmal")["merkmal_id"].str.startswith("veroeffentlicht_").all()


def test_invented_counts_reproduce_the_published_rates(reihen: pd.Series[float]) -> None:
    migration = reihen["einwohner_migrationshintergrund", BOCKUM_HOEVEL, "2021"]
    assert round(migration / 35_359 * 100, 1) == 41.5
    assert round(stadt(reihen, "einwohner_65plus", "2021") / 181_000 * 100, 1) == 21.3
    for jahr, anteil in (("2015", 23.0), ("2021", 18.1)):
        kinder = stadt(reihen, "kinder_unter_15", jahr)
        assert round(stadt(reihen, "kinder_unter_15_sgb2", jahr) / kinder * 100, 1) == anteil


def test_stadtbezirke_add_up_to_the_city(reihen: pd.Series[float]) -> None:
    assert stadt(reihen, "einwohner", "2021") == 181_000
    assert stadt(reihen, "haushalte", "2021") == 86_000


def test_every_count_stands_for_seven_stadtbezirke_and_eight_years(hamm: Beispiel) -> None:
    werte = hamm.tabellen["wert"].query("gebiet_id != @STADT and not merkmal_id.str.startswith('veroeffentlicht')")
    je_merkmal = werte.groupby("merkmal_id")[["gebiet_id", "zeitraum"]].nunique()
    assert len(je_merkmal) == 21
    assert (je_merkmal["gebiet_id"] == 7).all()
    assert (je_merkmal["zeitraum"] == 8).all()
    assert len(werte) == 21 * 7 * 8
    zahlen = werte["wert"].astype(float)
    assert (zahlen % 1 == 0).all()
    assert (zahlen >= 3).all()


def test_parts_never_exceed_the_whole(hamm: Beispiel, reihen: pd.Series[float]) -> None:
    merkmale = hamm.tabellen["merkmal"].dropna(subset=["teil_von"])
    assert len(merkmale) == 19
    for teil, ganzes in zip(merkmale["merkmal_id"], merkmale["teil_von"], strict=True):
        differenz = (reihen[ganzes] - reihen[teil]).dropna()
        assert len(differenz) == 56, teil
        assert (differenz >= 0).all(), teil


def test_numerators_are_parts_of_their_denominators(hamm: Beispiel) -> None:
    teil_von = hamm.tabellen["merkmal"].set_index("merkmal_id")["teil_von"].to_dict()
    indikatoren = hamm.tabellen["indikator"]
    assert len(indikatoren) == 13
    for zeile in indikatoren.itertuples():
        oben, kette = zeile.zaehler_merkmal_id, []
        while oben := teil_von[oben]:
            kette.append(oben)
        assert zeile.nenner_merkmal_id in kette, zeile.indikator_id
        assert zeile.frage, zeile.indikator_id
        assert zeile.definition, zeile.indikator_id


def test_age_groups_and_households_fit_together(reihen: pd.Series[float]) -> None:
    altersgruppen = reihen["kinder_unter_15"] + reihen["erwerbsfaehige"] + reihen["einwohner_65plus"]
    bezirke = altersgruppen.dropna()
    assert len(bezirke) == 56
    assert (bezirke == reihen["einwohner"].drop(STADT)).all()
    rest = reihen["haushalte"].drop(STADT) - reihen["haushalte_eine_person"] - reihen["haushalte_mit_kindern"]
    assert (rest > 0).all()
    assert (reihen["haushalte"] < reihen["einwohner"].reindex(reihen["haushalte"].index)).all()


def test_series_are_smooth(reihen: pd.Series[float]) -> None:
    """No count jumps by more than a fifth from one year to the next."""
    bezirke = reihen[reihen.index.get_level_values("gebiet_id") != STADT].unstack("zeitraum")
    assert bezirke.pct_change(axis="columns").iloc[:, 1:].abs().max(axis=None) < 0.2


def test_well_off_and_burdened_stadtbezirke(hamm: Beispiel, reihen: pd.Series[float]) -> None:
    quote = (reihen["kinder_unter_15_sgb2"] / reihen["kinder_unter_15"]).xs("2021", level="zeitraum")
    namen = hamm.tabellen["gebiet"].set_index("gebiet_id")["bezeichnung"]
    rangfolge = namen[quote.sort_values(ascending=False).index].to_list()
    assert rangfolge[:2] == ["Herringen", "Mitte"]
    assert rangfolge[-2:] == ["Uentrop", "Rhynern"]


def test_forty_six_massnahmen_over_seven_handlungsfelder(hamm: Beispiel) -> None:
    massnahmen = hamm.tabellen["massnahme"]
    konzept = massnahmen[massnahmen["handlungskonzept_id"] == "integrationskonzept"]
    assert len(konzept) == 46
    assert konzept["bezeichnung"].is_unique
    assert konzept["nummer"].astype(int).to_list() == list(range(1, 47))
    assert konzept["handlungsfeld"].nunique() == 7
    andere = massnahmen["handlungskonzept_id"].value_counts().drop("integrationskonzept")
    assert andere.to_dict() == {"aelter_werden": 3, "wohnen_und_pflege": 3, "kein_kind": 3}


@pytest.mark.parametrize("jahr", [2018, 2019, 2020])
def test_eigenanteile_add_up_to_the_cent(hamm: Beispiel, jahr: int) -> None:
    geld = hamm.tabellen["finanzierung"].query("haushaltsjahr == @jahr")
    eigen = geld[geld["finanzierungsquelle"] == "Eigenanteil"]
    assert sum(eigen["ansatz_eur"].dropna(), Decimal(0)) == Decimal("1600000.00")
    schule = eigen[eigen["massnahme_id"] == SCHULSOZIALARBEIT]
    assert sum(schule["ansatz_eur"].dropna(), Decimal(0)) == Decimal("800000.00")
    fremd = geld[geld["finanzierungsquelle"] != "Eigenanteil"]
    assert set(fremd["finanzierungsquelle"]) == {"Land", "Bund", "EU", "Stiftung"}
    assert Decimal(1_100_000) < sum(fremd["ansatz_eur"], Decimal(0)) < Decimal(1_400_000)
    assert all(betrag == round(betrag, 2) for betrag in geld["ist_eur"].dropna())


def test_every_ansatz_has_an_ist_and_2020_spent_less(hamm: Beispiel) -> None:
    geld = hamm.tabellen["finanzierung"]
    schluessel = ["massnahme_id", "haushaltsjahr", "finanzierungsquelle"]
    summen = geld.assign(ansatz=geld["ansatz_eur"].astype(float), ist=geld["ist_eur"].astype(float))
    je_zeile = summen.groupby(schluessel)[["ansatz", "ist"]].sum(min_count=1)
    assert je_zeile.notna().all(axis=None)
    je_jahr = je_zeile.groupby("haushaltsjahr").sum()
    quote = je_jahr["ist"] / je_jahr["ansatz"]
    assert quote[2020] < 0.9 < 0.95 < quote[2018] <= 1
    assert 0.95 < quote[2019] <= 1


def test_money_belongs_to_the_integrationskonzept_only(hamm: Beispiel) -> None:
    """So that the published sum is what a page shows, whatever is chosen on it."""
    assert hamm.tabellen["finanzierung"]["massnahme_id"].str.startswith("IK-").all()
    assert hamm.tabellen["finanzierung"]["massnahme_id"].nunique() == 46


def test_shares_never_exceed_the_whole(hamm: Beispiel) -> None:
    orte = hamm.tabellen["massnahme_gebiet"]
    summen = orte["anteil"].map(lambda anteil: Decimal(str(anteil))).groupby(orte["massnahme_id"]).sum()
    assert (summen <= 1).all()
    integration = summen[summen.index.str.startswith("IK-")]
    assert (integration == 1).all()
    assert 23 < len(integration) < 46  # most Massnahmen have places, some are for the whole city
    assert STADT not in set(orte["gebiet_id"])


def test_about_2600_people_in_two_years(hamm: Beispiel) -> None:
    leistungen = hamm.tabellen["leistung"]
    erreicht = leistungen[(leistungen["kennzahl"] == "erreichte Personen") & leistungen["jahr"].isin([2016, 2017])]
    assert erreicht["ist"].sum() == 2600
    assert set(leistungen["jahr"]) == {2016, 2017, 2018, 2019, 2020, 2021}


def test_newborn_visits_as_published(hamm: Beispiel) -> None:
    besuche = published(hamm, "leistung").set_index("kennzahl")["ist"].to_dict()
    assert besuche == {"Besuche bei Neugeborenen": 593, "Anteil der besuchten Neugeborenen": 78}


def test_years_lie_within_the_massnahme(hamm: Beispiel) -> None:
    massnahmen = hamm.tabellen["massnahme"].set_index("massnahme_id")
    beendet = massnahmen["status"].isin(["abgeschlossen", "eingestellt"])
    assert massnahmen.loc[beendet, "ende"].notna().all()
    assert massnahmen.loc[~beendet, "ende"].isna().all()
    for tabelle, spalte in (("finanzierung", "haushaltsjahr"), ("leistung", "jahr")):
        for zeile in hamm.tabellen[tabelle].to_dict("records"):
            beginn, ende = massnahmen.loc[zeile["massnahme_id"], ["beginn", "ende"]]
            assert beginn is None or beginn.year <= zeile[spalte], zeile
            assert ende is None or zeile[spalte] <= ende.year, zeile


def test_beratungsfolge_as_published(hamm: Beispiel) -> None:
    folge = hamm.tabellen["beratung"].groupby("datum")["gremium"].agg(set).to_dict()
    assert folge == {
        dt.date(2018, 7, 2): {
            "Ausschuss für Soziales",
            "Kinder- und Jugendhilfeausschuss",
            "Schulausschuss",
            "Integrationsrat",
        },
        dt.date(2018, 7, 10): {"Rat"},
    }


def test_einrichtungen_lie_in_their_stadtbezirk(hamm: Beispiel) -> None:
    einrichtungen = hamm.tabellen["einrichtung"]
    flaechen = polygone(hamm)
    assert len(einrichtungen) == 60
    assert einrichtungen["bezeichnung"].is_unique
    assert einrichtungen["gebiet_id"].nunique() == 7
    for zeile in einrichtungen.itertuples():
        assert flaechen[zeile.gebiet_id].contains(shapely.Point(zeile.laenge, zeile.breite)), zeile.bezeichnung
