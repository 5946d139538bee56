-- Patients that moved from one organization to another, such as pupils who changed school: when, by whom, and their number before.
CREATE TABLE patient_transfers (
  id                   uuid PRIMARY KEY,
  patient_id           uuid NOT NULL REFERENCES patients (id),
  from_organization_id uuid NOT NULL REFERENCES organizations (id),
  to_organization_id   uuid NOT NULL REFERENCES organizations (id) CHECK (to_organization_id <> from_organization_id),
  former_mrn           text NOT NULL,
  transferred_by       uuid NOT NULL REFERENCES users (id),
  transferred_at       timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX patient_transfers_patient ON patient_transfers (patient_id);
-- An export asks whether anybody moved since it began.
CREATE INDEX patient_transfers_newest ON patient_transfers (transferred_at);

GRANT SELECT, INSERT ON patient_transfers TO white_cross_app;
