"""Money of the Maßnahmen: as delivered, and laid over the Gebiete of a level. All amounts are ``Decimal``."""

from __future__ import annotations

import pandas as pd

from sozialplanung.store.bezugsraeume import Bezugsraeume


class GeldLesen(Bezugsraeume):
    """Finanzierung and its distribution over Gebiete."""

    def load_finanzierung(self) -> pd.DataFrame:
        """Every amount as it was delivered."""
        return self.frame("finanzierung")

    def load_preisindex(self) -> pd.DataFrame:
        """The Projekt's own price level by year (``stand``: Decimal); empty where it has none."""
        return self.frame("preisindex")

    def load_budget(self, raumebene: str) -> pd.DataFrame:
        """Amounts by Gebiet of the level; money without a place there has gebiet_id None (»gesamtstädtisch«).

        The one way to money by Gebiet: what a page or a download shows of it comes from here. While a rule for private
        money is in force (``set_dominanz``) that has no massnahme_id, and where it must not be shown for its own Gebiet
        it stands at a larger one or at None; ``verlegt`` marks the rows that hold money which belongs elsewhere.

        Shares of smaller Gebiete are added up to the level. Every amount is divided to the cent without remainder: the
        grand total is that of ``load_finanzierung``.
        """
        return self.frame_at("budget", raumebene, geschuetzt=True)

    def load_geldorte(self, raumebene: str) -> pd.DataFrame:
        """Where at the level each Massnahme has money, not how much; gebiet_id None as in ``load_budget``."""
        spalten = ["massnahme_id", "handlungskonzept_id", "haushaltsjahr", "gebiet_id"]
        alle = self.frame_at("budget", raumebene, geschuetzt=False)[spalten]
        return alle.drop_duplicates(ignore_index=True)
