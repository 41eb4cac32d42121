"""»Maßnahmen«: editing in place, the log, and two people at the same Maßnahme."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from test_seiten import text_of, visit

from sozialplanung.importer.handeingabe import read_handeingabe
from sozialplanung.store import open_projekt
from sozialplanung.store.bearbeiten import Bereich

ADRESSE = {"projekt": "hamm", "blick_massnahmen": "bearbeiten", "massnahme": "IK-02"}


@pytest.fixture
def hamm(eigene_projekte: Path) -> Path:
    return eigene_projekte / "hamm.duckdb"


def write(app: AppTest, feld: str, text: str) -> AppTest:
    next(f for f in app.text_input if f.key and f"_{f.key}".endswith(f"_{feld}")).set_value(text)
    return app


def press(app: AppTest, ende: str) -> AppTest:
    next(k for k in app.button if k.key and k.key.endswith(ende)).click().run()
    assert not app.exception, app.exception
    return app


def traeger(pfad: Path) -> str:
    return str(open_projekt(pfad).load_bereich(Bereich("massnahme", "IK-02"))["traeger"].iloc[0])


def test_edited_logged_and_undone(hamm: Path) -> None:
    vorher = traeger(hamm)
    app = visit("massnahmen", **ADRESSE)
    write(write(app, "traeger", "AWO Hamm"), "bearbeitet_von", "Erika Muster")
    press(app, "_sichern")
    assert traeger(hamm) == "AWO Hamm"
    assert "1 Zeile geändert" in app.success[0].value
    app.segmented_control(key="blick_massnahmen").set_value("verlauf").run()
    assert "Erika Muster" in app.expander[-1].label
    zeile = app.dataframe[-1].value.to_dict("records")
    assert zeile == [
        {
            "Was": "Angaben zur Maßnahme",
            "Zeile": "Sprachkursportal",
            "Feld": "Träger",
            "Vorher": vorher or "–",
            "Nachher": "AWO Hamm",
        }
    ]
    press(app, "zurueck_2")
    assert traeger(hamm) == vorher
    assert "zurückgenommen von Erika Muster" in text_of(app)


def test_what_the_import_refuses_is_refused_here_too(hamm: Path) -> None:
    app = visit("massnahmen", **ADRESSE)
    press(write(app, "handlungsfeld", " "), "_sichern")
    assert "Handlungsfeld" in app.error[0].value
    assert len(open_projekt(hamm).load_lieferungen()) == 1


def test_two_people_at_one_massnahme(hamm: Path) -> None:
    eine, andere = (visit("massnahmen", **ADRESSE) for _ in range(2))
    press(write(eine, "traeger", "AWO"), "_sichern")
    press(write(andere, "traeger", "Caritas"), "_sichern")
    assert traeger(hamm) == "AWO"
    assert "Nichts ist überschrieben" in andere.warning[0].value
    unterschied = andere.dataframe[-1].value.iloc[0]
    assert unterschied[["Feld", "Jetzt im Projekt", "Ihre Fassung"]].tolist() == ["Träger", "AWO", "Caritas"]
    press(andere, "_meine")
    assert traeger(hamm) == "Caritas"
    # The first one still sees the own version and is told in turn.
    press(write(eine, "traeger", "Diakonie"), "_sichern")
    assert eine.warning
    press(eine, "_andere")
    assert traeger(hamm) == "Caritas"
    assert not eine.warning


def test_a_new_massnahme_gets_a_key_of_its_own(hamm: Path) -> None:
    app = visit("massnahmen", **(ADRESSE | {"massnahme": "neu"}))
    for feld, text in {"massnahme_id": "IK-01", "bezeichnung": "Lesepaten", "handlungsfeld": "Sprache"}.items():
        write(app, feld, text)
    press(app, "_sichern")
    assert "schon vergeben" in app.error[0].value
    press(write(app, "massnahme_id", "IK-99"), "_sichern")
    assert app.selectbox(key="massnahme").value == "IK-99"
    assert "Maßnahmen 47" in text_of(app)
    assert open_projekt(hamm).load_bereich(Bereich("massnahme", "IK-99"))["status"].tolist() == ["geplant"]


def test_how_few_were_reached_is_not_in_the_form(hamm: Path) -> None:
    """Whoever opens the form sees no more than elsewhere; saving it leaves the hidden figure alone."""
    projekt, bereich = open_projekt(hamm), Bereich("leistung", "IK-02")
    erfunden = projekt.load_quellen().set_index("herkunft").loc[["beispiel"], "quelle_id"].iloc[0]
    neu = {"massnahme_id": "IK-02", "jahr": 2030, "kennzahl": "erreichte Personen", "einheit": "Personen"}
    neu |= {"soll": 9, "ist": 2, "quelle_id": erfunden}
    lieferung = read_handeingabe({"leistung": [neu]}, projekt)
    projekt.save_bereich(bereich, projekt.load_bereich(bereich), lieferung, "Kim")
    app = visit("massnahmen", **ADRESSE, teil_massnahme="leistung")
    gezeigt = app.dataframe[-1].value.set_index("jahr").loc[2030]
    assert gezeigt["_verborgen"]
    assert math.isnan(gezeigt["ist"])
    press(app, "_sichern")
    assert "nichts zu sichern" in app.success[0].value
    app.segmented_control(key="blick_massnahmen").set_value("verlauf").run()
    verlauf = app.dataframe[-1].value.set_index("Feld")["Nachher"]
    assert (verlauf["Ist"], verlauf["Soll"]) == ("verborgen", "9")


def test_shares_are_suggested_by_inhabitants(hamm: Path) -> None:
    """Bockum-Hövel has 35.359 inhabitants in 2021, Mitte 36.848: their shares are as 35.359 to 36.848."""
    bereich = Bereich("massnahme_gebiet", "IK-02")
    app = visit("massnahmen", **ADRESSE, teil_massnahme="massnahme_gebiet")
    press(app, "_vorschlag")
    anteile = app.dataframe[-1].value.set_index("gebiet_id")["anteil"]
    namen = open_projekt(hamm).load_gebiete("stadtbezirk").set_index("bezeichnung")["gebiet_id"]
    assert anteile[namen["Bockum-Hövel"]] / anteile[namen["Mitte"]] == pytest.approx(35359 / 36848, abs=1e-5)
    press(app, "_sichern")
    gesichert = open_projekt(hamm).load_bereich(bereich)
    assert (len(gesichert), sum(gesichert["anteil"])) == (7, 1)
    assert set(gesichert["verteilt_nach"]) == {"Einwohner 2021"}
    app.selectbox(key="anteile_IK-02_art").select("stadt").run()
    press(press(app, "_vorschlag"), "_sichern")
    assert open_projekt(hamm).load_bereich(bereich).empty


def test_what_is_known_of_the_effect_is_written_down(hamm: Path) -> None:
    bereich = Bereich("wirkung", "IK-02")
    app = visit("massnahmen", **ADRESSE, teil_massnahme="wirkung")
    next(n for n in app.number_input if n.key and n.key.endswith("_stellen")).set_value(1.5)
    next(s for s in app.selectbox if s.key and s.key.endswith("_indikator_id")).select("sprachfoerderbedarf")
    press(app, "_sichern")
    zeile = open_projekt(hamm).load_bereich(bereich).iloc[0]
    assert (zeile["stellen"], zeile["indikator_id"], zeile["quelle_id"]) == (1.5, "sprachfoerderbedarf", "stadt2018")
    press(app, "_weg")
    assert open_projekt(hamm).load_bereich(bereich).empty
