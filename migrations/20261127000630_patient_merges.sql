-- Patients that were registered twice: who may be the same, and merging them so that it can be undone.

-- A guardian's telephone number, as a keyed hash: siblings and duplicates share it.
ALTER TABLE patients ADD COLUMN guardian_phone_index bytea;
CREATE INDEX patients_guardian_phone ON patients (guardian_phone_index) WHERE guardian_phone_index IS NOT NULL;
CREATE INDEX patients_merged_into ON patients (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE patient_merges (
  id          uuid PRIMARY KEY,
  survivor_id uuid NOT NULL REFERENCES patients (id),
  merged_id   uuid NOT NULL REFERENCES patients (id) CHECK (merged_id <> survivor_id),
  merged_by   uuid NOT NULL REFERENCES users (id),
  merged_at   timestamptz NOT NULL DEFAULT now(),
  undone_by   uuid REFERENCES users (id),
  undone_at   timestamptz,
  CHECK ((undone_by IS NULL) = (undone_at IS NULL))
);
CREATE INDEX patient_merges_survivor ON patient_merges (survivor_id);
CREATE UNIQUE INDEX patient_merges_merged ON patient_merges (merged_id) WHERE undone_at IS NULL;

-- What a merge did to each record: moved it to the survivor, or retired it where the survivor has the same fact.
CREATE TABLE patient_merge_moves (
  merge_id   uuid NOT NULL REFERENCES patient_merges (id),
  table_name text NOT NULL,
  record_id  uuid NOT NULL,
  action     text NOT NULL CHECK (action IN ('moved', 'retired')),
  PRIMARY KEY (merge_id, table_name, record_id)
);

-- Two patients whom somebody looked at and found to be two; the lower id first.
CREATE TABLE distinct_patients (
  first_id   uuid NOT NULL REFERENCES patients (id),
  second_id  uuid NOT NULL REFERENCES patients (id),
  decided_by uuid NOT NULL REFERENCES users (id),
  decided_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (first_id, second_id),
  CHECK (first_id < second_id)
);

GRANT SELECT, INSERT, UPDATE ON patient_merges TO white_cross_app;
GRANT SELECT, INSERT ON patient_merge_moves, distinct_patients TO white_cross_app;
