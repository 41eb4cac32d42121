"""The store: one DuckDB file is one Projekt. The only room that imports duckdb."""

from sozialplanung.store.abgleich import quelle_id_of, standard_quelle_id
from sozialplanung.store.indizes import GespeicherterIndex
from sozialplanung.store.nachweis import Nachweis
from sozialplanung.store.namen import HOECHSTENS_ZEICHEN
from sozialplanung.store.projekt import (
    Projekt,
    check_name,
    create_projekt,
    list_projekte,
    open_projekt,
    projekte_ordner,
    read_name,
    rest_projekte,
)
from sozialplanung.store.rezepte import GespeichertesRezept
from sozialplanung.store.schutz import Schutzregel
from sozialplanung.store.vergleich import Vorschau

__all__ = [
    "HOECHSTENS_ZEICHEN",
    "GespeicherterIndex",
    "GespeichertesRezept",
    "Nachweis",
    "Projekt",
    "Schutzregel",
    "Vorschau",
    "check_name",
    "create_projekt",
    "list_projekte",
    "open_projekt",
    "projekte_ordner",
    "quelle_id_of",
    "read_name",
    "rest_projekte",
    "standard_quelle_id",
]
