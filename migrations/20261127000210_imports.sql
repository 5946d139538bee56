-- Files that come in, and what became of each of their rows.

CREATE TABLE imports (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations (id),
  created_by      uuid NOT NULL REFERENCES users (id),
  created_role    text NOT NULL,
  job_id          uuid NOT NULL,
  type            text NOT NULL CHECK (type IN ('patients', 'allergies', 'chronic-conditions', 'vaccinations', 'health-records')),
  status          text NOT NULL DEFAULT 'queued'
                  CHECK (status IN ('queued', 'processing', 'completed', 'completed-with-errors', 'failed', 'cancelled')),
  is_dry_run      boolean NOT NULL DEFAULT false,
  date_format     text NOT NULL DEFAULT 'iso' CHECK (date_format IN ('iso', 'mdy', 'dmy')),
  mapping         jsonb NOT NULL DEFAULT '{}',
  -- The file in the object store; null once it was purged.
  file_key        text,
  file_bytes      bigint NOT NULL,
  file_sha256     text NOT NULL,
  -- How the file is taken apart, found while it was received.
  delimiter       text NOT NULL,
  newline         text NOT NULL,
  columns         text[] NOT NULL,
  data_start      bigint NOT NULL,
  total_rows      bigint NOT NULL,
  inserted_rows   bigint NOT NULL DEFAULT 0,
  duplicate_rows  bigint NOT NULL DEFAULT 0,
  rejected_rows   bigint NOT NULL DEFAULT 0,
  -- Where the next chunk begins; moves in the transaction that holds the chunk's rows, so nothing is lost or done twice.
  resume_byte     bigint NOT NULL,
  resume_row      bigint NOT NULL DEFAULT 2,
  error_code      text,
  error_detail    text,
  idempotency_key text,
  request_hash    text NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  started_at      timestamptz,
  finished_at     timestamptz,
  updated_at      timestamptz NOT NULL DEFAULT now(),
  CHECK (inserted_rows + duplicate_rows + rejected_rows <= total_rows)
) WITH (fillfactor = 70);
CREATE INDEX imports_newest ON imports (organization_id, id DESC);
CREATE UNIQUE INDEX imports_idempotency ON imports (created_by, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX imports_files ON imports (created_at) WHERE file_key IS NOT NULL;

-- Why rows were rejected. The row itself stays in the file: here is nothing of a patient.
CREATE TABLE import_errors (
  import_id   uuid NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
  row_number  bigint NOT NULL,
  ordinal     smallint NOT NULL,
  column_name text,
  code        text NOT NULL,
  message     text NOT NULL,
  PRIMARY KEY (import_id, row_number, ordinal)
);

-- Facts that a dry run has seen, as hashes, so that it counts the duplicates within its file exactly and in constant memory.
CREATE TABLE import_dry_run_facts (
  import_id uuid NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
  fact      uuid NOT NULL,
  PRIMARY KEY (import_id, fact)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON imports, import_errors, import_dry_run_facts TO white_cross_app;
