-- name: aliase
-- The newest first; ``gebiet`` is missing where the name is no area, and where the area is gone.
SELECT a.nummer, a.name, a.gebiet_id, g.bezeichnung AS gebiet, g.raumebene, a.wer, a.am
FROM gebiet_alias_aktuell a
LEFT JOIN gebiet g ON g.gebiet_id = a.gebiet_id
ORDER BY a.nummer DESC;

-- name: alias_einfuegen
INSERT INTO gebiet_alias (nummer, name, gebiet_id, zurueckgezogen, wer, am)
SELECT (SELECT coalesce(max(nummer), 0) + 1 FROM gebiet_alias), $name, $gebiet_id, FALSE, $wer, $am;

-- name: alias_zurueckziehen
INSERT INTO gebiet_alias (nummer, name, gebiet_id, zurueckgezogen, wer, am)
SELECT (SELECT max(nummer) + 1 FROM gebiet_alias), name, gebiet_id, TRUE, $wer, $am
FROM gebiet_alias_aktuell
WHERE nummer = $nummer
RETURNING name;

-- name: alias_gebiet
SELECT gebiet_id FROM gebiet WHERE gebiet_id = $gebiet_id;

-- name: alias_gilt
SELECT nummer FROM gebiet_alias_aktuell WHERE name = $name AND gebiet_id IS NOT DISTINCT FROM $gebiet_id;
