"""The sheets of an exported scenario: writer and reader use these names."""

BETRAEGE, ANNAHMEN = "Beträge", "Annahmen"
SCHLUESSEL, GEBIET, ANNAHME = "Schlüssel", "Gebiet", "Annahme"
SUMME = "Summe"
# Rows of the sheet »Annahmen« that are no assumptions.
LINK, PRUEFZAHL, EXPORTIERT = "Einstellungen (Link)", "Prüfzahl", "Exportiert am"
EIGENE_ZEILEN = frozenset({LINK, PRUEFZAHL, EXPORTIERT})
STADTWEIT = "gesamtstaedtisch"  # in place of a key: what stays with the whole city
