-- name: indizes
SELECT index_id, bezeichnung, verfahren, teile, grenzen, mindesteinwohner, wer, am
FROM indexdefinition_aktuell
ORDER BY lower(bezeichnung), index_id;

-- name: index_schluessel
SELECT index_id FROM indexdefinition
UNION
SELECT indikator_id FROM indikator;

-- name: indikator_schluessel
SELECT indikator_id FROM indikator;

-- name: indexdefinition_einfuegen
INSERT INTO indexdefinition
    (nummer, index_id, bezeichnung, verfahren, teile, grenzen, mindesteinwohner, geloescht, wer, am)
SELECT
    (SELECT coalesce(max(nummer), 0) + 1 FROM indexdefinition),
    $index_id, $bezeichnung, $verfahren, $teile, $grenzen, $mindesteinwohner, $geloescht, $wer, $am;
