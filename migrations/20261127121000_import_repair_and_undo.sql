-- Rejected rows that are corrected and join their import, and imports that are taken back.

ALTER TABLE imports
  -- The spreadsheet's number of the first row below the header; a workbook may begin further down.
  ADD COLUMN first_row bigint NOT NULL DEFAULT 2,
  -- The correction that is being worked on; null while none is.
  ADD COLUMN correction_id uuid,
  -- What the status was before a correction or an undo began, to go back to when it fails.
  ADD COLUMN status_before text,
  -- The speed is that of the file, or of the last correction: rows and time since it began.
  ADD COLUMN round_started_at timestamptz,
  ADD COLUMN round_base_rows bigint NOT NULL DEFAULT 0,
  ADD COLUMN undone_by uuid REFERENCES users (id),
  ADD COLUMN undone_role text,
  ADD COLUMN undone_at timestamptz,
  ADD COLUMN undone_rows bigint,
  ADD COLUMN kept_rows bigint;
ALTER TABLE imports DROP CONSTRAINT imports_status_check;
ALTER TABLE imports ADD CONSTRAINT imports_status_check CHECK (status IN
  ('queued', 'processing', 'completed', 'completed-with-errors', 'failed', 'cancelled', 'undoing', 'undone')) NOT VALID;
ALTER TABLE imports VALIDATE CONSTRAINT imports_status_check;

-- Each time that somebody sent corrected rows.
CREATE TABLE import_corrections (
  id              uuid PRIMARY KEY,
  import_id       uuid NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
  created_by      uuid NOT NULL REFERENCES users (id),
  created_role    text NOT NULL,
  file_sha256     text NOT NULL,
  row_count       bigint NOT NULL,
  idempotency_key text,
  created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX import_corrections_import ON import_corrections (import_id);
CREATE UNIQUE INDEX import_corrections_idempotency ON import_corrections (created_by, idempotency_key) WHERE idempotency_key IS NOT NULL;

-- Rejected rows as they were last corrected: sealed, gone once the row is in, and after thirty days like the file itself.
-- An accepted row stays without its cells, so that it is known when it is sent again.
CREATE TABLE import_corrected_rows (
  import_id    uuid NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
  row_number   bigint NOT NULL,
  state        text NOT NULL CHECK (state IN ('waiting', 'rejected', 'accepted')),
  cells_sealed bytea,
  PRIMARY KEY (import_id, row_number)
);
CREATE INDEX import_corrected_rows_waiting ON import_corrected_rows (import_id, row_number) WHERE state = 'waiting';
CREATE INDEX import_corrected_rows_held ON import_corrected_rows (import_id) WHERE cells_sealed IS NOT NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON import_corrections, import_corrected_rows TO white_cross_app;

-- Taking back a patient asks of every table that refers to patients whether it refers to this one.
-- Natural keys leave retired records out, so they cannot answer.
CREATE INDEX allergies_patient ON allergies (patient_id);
CREATE INDEX chronic_conditions_patient ON chronic_conditions (patient_id);
CREATE INDEX break_glass_grants_patient ON break_glass_grants (patient_id);
CREATE INDEX distinct_patients_second ON distinct_patients (second_id);
CREATE INDEX genome_consents_patient ON genome_consents (patient_id);
CREATE INDEX patient_merges_merged_ever ON patient_merges (merged_id);
