-- name: projekt_einrichten
INSERT INTO projekt (feld, eintrag) VALUES ('name', $name);

-- name: schema_stand_setzen
INSERT INTO schema_stand (version, angewandt_am) VALUES ($version, now()::TIMESTAMP);

-- name: schema_stand_lesen
SELECT max(version) FROM schema_stand;

-- name: schreibstand_lesen
SELECT nummer FROM schreibstand;

-- name: schreibstand_erhoehen
UPDATE schreibstand SET nummer = nummer + 1 RETURNING nummer;
