-- How often a patient's key has sealed, about: counted in steps, so that NIST SP 800-38D's bound of 2^32 random IVs a key is
-- never come near.
ALTER TABLE patient_keys ADD COLUMN seals bigint NOT NULL DEFAULT 0;

-- Destroying a patient's key takes two people: one asks, another confirms. The row stays as the proof.
CREATE TABLE key_destructions (
  id              uuid PRIMARY KEY,
  patient_id      uuid NOT NULL REFERENCES patients (id),
  reason          text NOT NULL,
  requested_by    uuid NOT NULL REFERENCES users (id),
  requested_at    timestamptz NOT NULL DEFAULT now(),
  confirmed_by    uuid REFERENCES users (id),
  confirmed_at    timestamptz,
  -- SHA-256 over the wrapped keys that were destroyed: it names them and opens nothing.
  key_versions    integer[],
  keys_sha256     text,
  CHECK (confirmed_by <> requested_by),
  CHECK ((confirmed_at IS NULL) = (keys_sha256 IS NULL))
);
CREATE UNIQUE INDEX key_destructions_open ON key_destructions (patient_id) WHERE confirmed_at IS NULL;
CREATE INDEX key_destructions_patient ON key_destructions (patient_id, requested_at DESC);

GRANT SELECT, INSERT, UPDATE ON key_destructions TO white_cross_app;
