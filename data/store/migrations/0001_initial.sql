-- SPDX-FileCopyrightText: 2026 Cellwright developers
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 1 of the project file. Bodies are JSON with the keys of analytics/scenario/schema.h.

-- Facts about the file. opens_with: the first version of the program that reads it.
CREATE TABLE meta (
    key TEXT NOT NULL PRIMARY KEY CHECK (key IN ('opens_with', 'created_by')),
    value TEXT NOT NULL CHECK (length(value) <= 200)
) STRICT;

CREATE TABLE project (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    name TEXT NOT NULL,
    description TEXT NOT NULL
) STRICT;

-- Models and devices that are not in the shipped catalogue.
CREATE TABLE attachment (
    ordinal INTEGER PRIMARY KEY CHECK (ordinal >= 0),
    id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('model', 'device')),
    json TEXT NOT NULL CHECK (json_valid(json))
) STRICT;

CREATE TABLE scenario (
    id INTEGER PRIMARY KEY CHECK (id > 0),
    ordinal INTEGER NOT NULL CHECK (ordinal >= 0)
) STRICT;

-- Everything in a scenario. Sectors are part of their site; assumptions and properties exist once, with id 1.
CREATE TABLE entity (
    scenario INTEGER NOT NULL REFERENCES scenario (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('carrier', 'site', 'user_group', 'host', 'link', 'workload', 'deployment',
                                       'assumptions', 'properties')),
    id INTEGER NOT NULL CHECK (id > 0),
    ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    body TEXT NOT NULL CHECK (json_valid(body)),
    PRIMARY KEY (scenario, kind, id)
) STRICT;
CREATE INDEX entity_order ON entity (scenario, kind, ordinal);

-- The undo history: edits in the order in which they were made. Those up to the cursor are in force.
CREATE TABLE journal (
    position INTEGER PRIMARY KEY CHECK (position > 0),
    label TEXT NOT NULL,
    edit TEXT NOT NULL CHECK (json_valid(edit))
) STRICT;
CREATE TABLE cursor (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    position INTEGER NOT NULL CHECK (position >= 0)
) STRICT;
INSERT INTO cursor (one, position) VALUES (1, 0);
INSERT INTO project (one, name, description) VALUES (1, '', '');
