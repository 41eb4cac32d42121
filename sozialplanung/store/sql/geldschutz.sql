-- name: geldregel_einfuegen
INSERT INTO geldregel (nummer, prozent, begruendung, wer, am)
SELECT (SELECT coalesce(max(nummer), 0) + 1 FROM geldregel), $prozent, $begruendung, $wer, $am;

-- name: geldregeln
SELECT nummer, CAST(prozent AS DOUBLE) AS prozent, begruendung, wer, am FROM geldregel ORDER BY nummer DESC;

-- name: dominanz
SELECT prozent FROM dominanz;

-- name: geldschutz_loeschen
DELETE FROM geldschutz;

-- name: geldschutz_teile
-- Private money by Gebiet, in the finest cells that a page or a download can ask for. ``geber``: who pays as far as the
-- register says so, else who carries the Massnahme out.
SELECT
    s.massnahme_id, s.gebiet_id, s.haushaltsjahr, s.finanzierungsquelle, m.handlungskonzept_id, m.handlungsfeld,
    m.traeger, coalesce(nullif(s.leistungstraeger, ''), nullif(s.foerderprogramm, ''), m.traeger) AS geber,
    CAST(s.ansatz_eur AS DOUBLE) AS ansatz_eur, CAST(s.bewilligt_eur AS DOUBLE) AS bewilligt_eur,
    CAST(s.ist_eur AS DOUBLE) AS ist_eur
FROM finanzierung_stueck s
JOIN massnahme m ON m.massnahme_id = s.massnahme_id
WHERE privates_geld(s.finanzierungsquelle);

-- name: geldschutz_einfuegen
INSERT INTO geldschutz (massnahme_id, haushaltsjahr, finanzierungsquelle, von, nach)
SELECT DISTINCT unnest($massnahme_id), unnest($haushaltsjahr), unnest($finanzierungsquelle), unnest($von), unnest($nach);
