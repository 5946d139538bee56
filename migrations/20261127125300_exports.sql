-- Files that go out. The rows of one lie in sealed parts in the object store until it expires.

CREATE TABLE exports (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations (id),
  created_by      uuid NOT NULL REFERENCES users (id),
  created_role    text NOT NULL,
  job_id          uuid NOT NULL,
  type            text NOT NULL CHECK (type IN ('patients', 'allergies', 'chronic-conditions', 'vaccinations', 'health-records')),
  format          text NOT NULL CHECK (format IN ('csv', 'ndjson', 'fhir', 'xlsx')),
  from_date       date,
  to_date         date,
  status          text NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'processing', 'completed', 'failed', 'cancelled')),
  -- The export's own data key, wrapped. Null once it expired, was cancelled or erased: what lies in the store opens no more.
  wrapped_key     bytea,
  kek_id          text,
  -- The password of an encrypted ZIP, sealed under that key, until the ZIP is made.
  is_encrypted    boolean NOT NULL DEFAULT false,
  password_sealed bytea,
  rows            bigint NOT NULL DEFAULT 0,
  bytes           bigint NOT NULL DEFAULT 0,
  -- The last patient whose rows are in a part; moves in the transaction that enters the part.
  resume_organization_id uuid,
  resume_patient_id      uuid,
  error_code      text,
  error_detail    text,
  created_at      timestamptz NOT NULL DEFAULT now(),
  started_at      timestamptz,
  finished_at     timestamptz,
  expires_at      timestamptz,
  updated_at      timestamptz NOT NULL DEFAULT now(),
  CHECK (from_date <= to_date),
  CHECK ((wrapped_key IS NULL) = (kek_id IS NULL)),
  CHECK (status <> 'completed' OR expires_at IS NOT NULL)
) WITH (fillfactor = 70);
CREATE INDEX exports_newest ON exports (organization_id, id DESC);
CREATE INDEX exports_sealed ON exports (expires_at) WHERE wrapped_key IS NOT NULL;

-- A part is an object in the store. Which patients are in it is kept until the end, for the audit trail.
CREATE TABLE export_parts (
  export_id   uuid NOT NULL REFERENCES exports (id) ON DELETE CASCADE,
  number      integer NOT NULL,
  object_key  text NOT NULL UNIQUE,
  rows        bigint NOT NULL,
  -- Of the plaintext; the last sealed frame that is missing shows here.
  bytes       bigint NOT NULL,
  patient_ids uuid[],
  PRIMARY KEY (export_id, number)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON exports, export_parts TO white_cross_app;
