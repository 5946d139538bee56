-- A clinician outside the patient's organization opened the record for a stated reason, for an hour. The reason itself is
-- in the audit event, sealed under the patient's key.
CREATE TABLE break_glass_grants (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id),
  patient_id uuid NOT NULL REFERENCES patients (id),
  -- Of the patient: whose administrators are alerted.
  organization_id uuid NOT NULL REFERENCES organizations (id),
  granted_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL CHECK (expires_at > granted_at),
  acknowledged_by uuid REFERENCES users (id),
  acknowledged_at timestamptz,
  CHECK ((acknowledged_by IS NULL) = (acknowledged_at IS NULL))
);

-- What the access check asks when a patient is out of reach.
CREATE INDEX break_glass_grants_holder ON break_glass_grants (user_id, patient_id, expires_at DESC);
CREATE INDEX break_glass_grants_unseen ON break_glass_grants (organization_id, id DESC);

GRANT SELECT, INSERT ON break_glass_grants TO white_cross_app;
GRANT UPDATE (acknowledged_by, acknowledged_at) ON break_glass_grants TO white_cross_app;
