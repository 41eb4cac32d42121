-- name: rezepte
SELECT rezept_id, bezeichnung, inhalt, wer, am
FROM rezept_aktuell
ORDER BY lower(bezeichnung), rezept_id;

-- name: rezept_einfuegen
-- A new recipe is known by the number of its first row.
INSERT INTO rezept (nummer, rezept_id, bezeichnung, inhalt, zurueckgezogen, wer, am)
SELECT n.nummer, coalesce($rezept_id, n.nummer), $bezeichnung, $inhalt, $zurueckgezogen, $wer, $am
FROM (SELECT coalesce(max(nummer), 0) + 1 AS nummer FROM rezept) n;
