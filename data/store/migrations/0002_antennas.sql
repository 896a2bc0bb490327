-- SPDX-FileCopyrightText: 2026 Cellwright developers
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 2 of the project file: scenarios hold antenna patterns. SQLite changes a CHECK by copying the table.

CREATE TABLE entity_2 (
    scenario INTEGER NOT NULL REFERENCES scenario (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('carrier', 'site', 'user_group', 'host', 'link', 'antenna', 'workload',
                                       'deployment', 'assumptions', 'properties')),
    id INTEGER NOT NULL CHECK (id > 0),
    ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    body TEXT NOT NULL CHECK (json_valid(body)),
    PRIMARY KEY (scenario, kind, id)
) STRICT;
INSERT INTO entity_2 (scenario, kind, id, ordinal, body) SELECT scenario, kind, id, ordinal, body FROM entity;
DROP TABLE entity;
ALTER TABLE entity_2 RENAME TO entity;
CREATE INDEX entity_order ON entity (scenario, kind, ordinal);
