"""Names of areas that people matched by hand: asked once, remembered with who and when; append-only."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from sozialplanung.errors import ProjektError
from sozialplanung.store.connection import Datei, first, now
from sozialplanung.store.queries import query


class Aliase(Datei):
    """Set and withdraw: each adds a row; figures that are already in the Projekt stay as they are."""

    def load_aliase(self) -> dict[str, str | None]:
        """Name in a file → area; None: no area of this Projekt; the name itself: an area of its own."""
        frame = self.load_alias_tabelle()
        return dict(zip(frame["name"], frame["gebiet_id"], strict=True))

    def load_alias_tabelle(self) -> pd.DataFrame:
        """What is not withdrawn, the newest first: nummer, name, gebiet_id, gebiet, raumebene, wer, am."""
        return self.frame("aliase")

    def set_aliase(self, entscheidungen: Mapping[str, str | None], wer: str) -> None:
        """From now on these names of a file mean these areas; all or none."""
        with self.writing() as cur, self.transaction(cur):
            for name, gebiet_id in entscheidungen.items():
                text = " ".join(name.split())
                if not text:
                    raise ProjektError("Bitte geben Sie den Namen an, wie er in der Datei steht.")
                bekannt = gebiet_id is None or first(cur, query("alias_gebiet"), {"gebiet_id": gebiet_id})
                if first(cur, query("alias_gilt"), {"name": text, "gebiet_id": gebiet_id}):
                    continue
                if not bekannt and gebiet_id != text:
                    raise ProjektError(
                        f"Das Gebiet ›{gebiet_id}‹ gibt es in diesem Projekt nicht. Bitte prüfen Sie den Schlüssel."
                    )
                cur.execute(query("alias_einfuegen"), {"name": text, "gebiet_id": gebiet_id, "wer": wer, "am": now()})

    def forget_alias(self, name: str, wer: str) -> None:
        """Withdraw by name."""
        tabelle = self.load_alias_tabelle()
        nummern = tabelle.loc[tabelle["name"] == " ".join(name.split()), "nummer"].tolist()
        if not nummern:
            raise ProjektError(f"Der Name ›{name}‹ ist in diesem Projekt nicht zugeordnet.")
        self.withdraw_alias(int(nummern[0]), wer)

    def withdraw_alias(self, nummer: int, wer: str) -> str:
        """The name is asked again; returns it. The decision stays as a record."""
        with self.writing() as cur, self.transaction(cur):
            zeile = first(cur, query("alias_zurueckziehen"), {"nummer": nummer, "wer": wer, "am": now()})
            if zeile is None:
                raise ProjektError(f"Die Zuordnung {nummer} gibt es nicht, oder sie ist schon zurückgezogen.")
            return str(zeile[0])
