"""»Maßnahmen«, »Fortschreibung«: a new period out of an old one, and both side by side."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from test_seiten import text_of, visit

from sozialplanung.store import open_projekt

ADRESSE = {"projekt": "hamm", "blick_massnahmen": "fortschreibung"}


@pytest.fixture
def hamm(eigene_projekte: Path) -> Path:
    return eigene_projekte / "hamm.duckdb"


def fill(app: AppTest, name: str, praefix: str, von: int, bis: int) -> AppTest:
    for feld, text in {"_name": name, "_praefix": praefix}.items():
        next(f for f in app.text_input if f.key and f.key.endswith(feld)).set_value(text)
    for feld, jahr in {"_von": von, "_bis": bis}.items():
        next(f for f in app.number_input if f.key and f.key.endswith(feld)).set_value(jahr)
    next(k for k in app.button if k.key and k.key.endswith("_sichern")).click().run()
    assert not app.exception, app.exception
    return app


def test_a_new_period_out_of_the_published_one(hamm: Path) -> None:
    """46 Maßnahmen and 1,6 Mio. € of the city in 2020, carried into two years; the old period stays what it was."""
    app = visit("massnahmen", **ADRESSE, fortschreibung="neu", konzept_alt="integrationskonzept")
    fill(app, "Integrationskonzept 2021–2022", "IK21", 2022, 2021)
    assert "liegt vor dem ersten" in app.error[0].value
    fill(app, "Integrationskonzept 2021–2022", "IK21", 2021, 2022)
    assert "ist angelegt" in app.success[0].value
    assert "46 Maßnahmen gehen weiter, 0 enden, 0 sind neu." in text_of(app)
    projekt = open_projekt(hamm)
    geld = projekt.load_finanzierung()
    eigen = geld[(geld["massnahme_id"].str.startswith("IK21-")) & (geld["finanzierungsquelle"] == "Eigenanteil")]
    assert eigen.groupby("haushaltsjahr")["ansatz_eur"].agg(sum).to_dict() == {2021: 1_600_000, 2022: 1_600_000}
    # Published of 2018–2020 is not published of 2021.
    neue = projekt.load_massnahmen().set_index("massnahme_id")
    assert (neue.loc["IK-01", "herkunft"], neue.loc["IK21-01", "herkunft"]) == ("veroeffentlicht", "eigen")
    assert neue.loc["IK21-04", "herkunft"] == "beispiel"
    projekt.undo_lieferung(2, "Kim")
    assert len(projekt.load_massnahmen()) == 55


@pytest.mark.usefixtures("hamm")
def test_two_concepts_that_have_nothing_in_common() -> None:
    app = visit("massnahmen", **ADRESSE, konzept_alt="integrationskonzept", konzept_neu="kein_kind")
    assert "0 Maßnahmen gehen weiter, 46 enden, 3 sind neu." in text_of(app)
    assert app.dataframe[-1].value["Was"].value_counts().to_dict() == {"endet": 46, "neu": 3}
