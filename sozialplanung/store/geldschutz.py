"""Private money by Gebiet: the rule, and where it must count; computed in the transaction that changes anything."""

from __future__ import annotations

import pandas as pd

from sozialplanung.analysis.geldschutz import place_private_money
from sozialplanung.errors import ProjektError
from sozialplanung.store.connection import Cursor, Datei, first, now
from sozialplanung.store.frames import to_frame
from sozialplanung.store.queries import query

MINDESTENS, HOECHSTENS = 50, 90  # percent; two givers may hold 90 % (``analysis/parameter.yaml``)


class Geldschutz(Datei):
    """The rule for private money, who changed it and why."""

    def set_dominanz(self, prozent: int | None, begruendung: str, wer: str) -> None:
        """From now on no sum of private money is shown for a Gebiet where one giver has more than ``prozent`` of it.

        None: every sum is shown. See ``place_private_money`` for what becomes of it.
        """
        if not begruendung.strip():
            raise ProjektError("Bitte begründen Sie die Änderung der Geheimhaltung; sie wird mit Namen aufbewahrt.")
        if prozent is not None and not MINDESTENS <= prozent <= HOECHSTENS:
            raise ProjektError(
                f"Eine Dominanz von {prozent} % ist nicht vorgesehen. Möglich sind {MINDESTENS} bis {HOECHSTENS} %, "
                "üblich sind 85 %; leer: aus."
            )
        angaben = {"prozent": prozent, "begruendung": begruendung.strip(), "wer": wer, "am": now()}
        with self.writing() as cur, self.transaction(cur):
            cur.execute(query("geldregel_einfuegen"), angaben)
            update_money_protection(cur)

    def load_dominanz(self) -> int | None:
        """Percent; None where no rule is in force."""
        with self.cursor() as cur:
            return _percent(cur)

    def load_geldregeln(self) -> pd.DataFrame:
        """Every rule for private money that was ever set, the newest first; ``prozent`` missing: off."""
        return self.frame("geldregeln")


def update_money_protection(cur: Cursor) -> None:
    """Compute anew where private money must count; inside a transaction."""
    cur.execute(query("geldschutz_loeschen"))
    prozent = _percent(cur)
    if prozent is None:
        return
    teile = to_frame(cur.execute(query("geldschutz_teile")))
    if teile.empty:
        return
    ziel = place_private_money(teile, dict(cur.execute(query("eltern")).fetchall()), prozent / 100)
    verlegt = teile.assign(nach=ziel)[(ziel != teile["gebiet_id"]) & teile["gebiet_id"].notna()]
    if len(verlegt):
        spalten = {"massnahme_id": "massnahme_id", "von": "gebiet_id", "nach": "nach"}
        spalten |= {name: name for name in ("haushaltsjahr", "finanzierungsquelle")}
        cur.execute(query("geldschutz_einfuegen"), {name: verlegt[s].tolist() for name, s in spalten.items()})


def _percent(cur: Cursor) -> int | None:
    zeile = first(cur, query("dominanz"))
    return None if zeile is None else int(zeile[0])
