-- How an organization's own files name their columns, kept under a name for the next file of the same kind.
CREATE TABLE import_mappings (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations (id),
  type            text NOT NULL CHECK (type IN ('patients', 'allergies', 'chronic-conditions', 'vaccinations', 'health-records')),
  name            text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  mapping         jsonb NOT NULL,
  date_format     text NOT NULL CHECK (date_format IN ('iso', 'mdy', 'dmy')),
  created_by      uuid NOT NULL REFERENCES users (id),
  created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX import_mappings_name ON import_mappings (organization_id, type, lower(name));

GRANT SELECT, INSERT, UPDATE, DELETE ON import_mappings TO white_cross_app;
