-- People, organizations, patients and their records: the ground everything else stands on.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- What the application may do is granted to this role; its login is a member of it and owns nothing.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'white_cross_app') THEN
    CREATE ROLE white_cross_app NOLOGIN;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL; -- another database of this server made it at the same instant
END $$;

-- An instant as the API writes it: '2026-09-01T08:30:00.000Z', whatever the session's time zone.
CREATE FUNCTION iso_instant(timestamptz) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  RETURN to_char($1 AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');

CREATE TABLE organizations (
  id         uuid PRIMARY KEY,
  parent_id  uuid REFERENCES organizations (id),
  name       text NOT NULL,
  kind       text NOT NULL CHECK (kind IN ('district', 'school', 'clinic')),
  time_zone  text NOT NULL DEFAULT 'UTC',
  -- From the root to this organization itself: "a role in one holds in those under it" is one index look-up.
  path       uuid[] NOT NULL CHECK (path[cardinality(path)] = id),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX organizations_path ON organizations USING gin (path);
CREATE INDEX organizations_parent ON organizations (parent_id);

CREATE TABLE patients (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations (id),
  mrn             text NOT NULL,
  given_name      text NOT NULL,
  family_name     text NOT NULL,
  birth_date      date NOT NULL,
  sex             text NOT NULL CHECK (sex IN ('female', 'male', 'other', 'unknown')),
  grade           text,
  -- E-mail, phone, address and guardian: one value sealed under the patient's own key.
  contact_sealed  bytea,
  -- Keyed hashes, so that equal contacts can be found while sealed.
  email_index     bytea,
  phone_index     bytea,
  merged_into     uuid REFERENCES patients (id),
  import_id       uuid,
  version         integer NOT NULL DEFAULT 1,
  created_by      uuid,
  created_at      timestamptz NOT NULL DEFAULT now(),
  updated_at      timestamptz NOT NULL DEFAULT now(),
  retired_at      timestamptz
);
CREATE UNIQUE INDEX patients_mrn ON patients (organization_id, mrn);
CREATE INDEX patients_by_name ON patients (organization_id, lower(family_name), lower(given_name), id);
CREATE INDEX patients_name_trigrams ON patients USING gin (lower(given_name || ' ' || family_name) gin_trgm_ops);
CREATE INDEX patients_merged ON patients (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX patients_import ON patients (import_id) WHERE import_id IS NOT NULL;
CREATE INDEX patients_email ON patients (email_index) WHERE email_index IS NOT NULL;
CREATE INDEX patients_phone ON patients (phone_index) WHERE phone_index IS NOT NULL;

-- One random data key a patient, wrapped by the key-encryption key. Destroying it makes what it sealed unreadable.
CREATE TABLE patient_keys (
  patient_id   uuid NOT NULL REFERENCES patients (id),
  version      integer NOT NULL DEFAULT 1,
  wrapped_key  bytea,
  kek_id       text NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  destroyed_at timestamptz,
  PRIMARY KEY (patient_id, version),
  CHECK ((wrapped_key IS NULL) = (destroyed_at IS NOT NULL))
);

-- The truth of what is stale: a write raises its tags' versions in its own transaction, and the version a reader sees
-- is part of the cache key. Rows are small and updated in place (HOT), hence the room left on each page.
CREATE TABLE cache_versions (
  tag     uuid PRIMARY KEY,
  version bigint NOT NULL
) WITH (fillfactor = 60);

CREATE TABLE users (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations (id),
  patient_id      uuid REFERENCES patients (id),
  email           text NOT NULL CHECK (email = lower(email)),
  display_name    text NOT NULL,
  role            text NOT NULL CHECK (role IN ('nurse', 'clinician', 'receptionist', 'org-admin', 'patient', 'auditor', 'ops', 'superadmin')),
  password_hash   text NOT NULL,
  disabled_at     timestamptz,
  created_at      timestamptz NOT NULL DEFAULT now(),
  CHECK ((role = 'patient') = (patient_id IS NOT NULL))
);
CREATE UNIQUE INDEX users_email ON users (email);
CREATE INDEX users_organization ON users (organization_id);
CREATE INDEX users_patient ON users (patient_id) WHERE patient_id IS NOT NULL;

-- A session is a family of refresh tokens; revoking it ends them all and every access token that names it.
CREATE TABLE sessions (
  id         uuid PRIMARY KEY,
  user_id    uuid NOT NULL REFERENCES users (id),
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz
);
CREATE INDEX sessions_user ON sessions (user_id);

CREATE TABLE refresh_tokens (
  token_hash bytea PRIMARY KEY,
  session_id uuid NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  used_at    timestamptz
);
CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);

CREATE TABLE allergies (
  id         uuid PRIMARY KEY,
  patient_id uuid NOT NULL REFERENCES patients (id),
  allergen   text NOT NULL,
  code       text,
  severity   text NOT NULL DEFAULT 'UNKNOWN' CHECK (severity IN ('UNKNOWN', 'MILD', 'MODERATE', 'SEVERE', 'LIFE_THREATENING')),
  reaction   text,
  onset_date date,
  active     boolean NOT NULL DEFAULT true,
  notes      text,
  import_id  uuid,
  version    integer NOT NULL DEFAULT 1,
  created_by uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  retired_at timestamptz
);
CREATE UNIQUE INDEX allergies_natural_key ON allergies (patient_id, lower(allergen), active) WHERE retired_at IS NULL;
CREATE INDEX allergies_import ON allergies (import_id) WHERE import_id IS NOT NULL;

CREATE TABLE chronic_conditions (
  id            uuid PRIMARY KEY,
  patient_id    uuid NOT NULL REFERENCES patients (id),
  code          text,
  code_system   text,
  name          text NOT NULL,
  status        text NOT NULL DEFAULT 'ACTIVE' CHECK (status IN ('ACTIVE', 'REMISSION', 'RESOLVED')),
  severity      text,
  onset_date    date,
  resolved_date date,
  notes         text,
  import_id     uuid,
  version       integer NOT NULL DEFAULT 1,
  created_by    uuid,
  created_at    timestamptz NOT NULL DEFAULT now(),
  updated_at    timestamptz NOT NULL DEFAULT now(),
  retired_at    timestamptz
);
CREATE UNIQUE INDEX chronic_conditions_natural_key ON chronic_conditions (patient_id, lower(coalesce(code, name))) WHERE retired_at IS NULL;
CREATE INDEX chronic_conditions_import ON chronic_conditions (import_id) WHERE import_id IS NOT NULL;

CREATE TABLE vaccinations (
  id              uuid PRIMARY KEY,
  patient_id      uuid NOT NULL REFERENCES patients (id),
  cvx             text NOT NULL,
  vaccine_name    text NOT NULL,
  administered_on date NOT NULL,
  lot_number      text,
  dose_number     integer,
  manufacturer    text,
  site            text,
  route           text,
  provider        text,
  notes           text,
  import_id       uuid,
  version         integer NOT NULL DEFAULT 1,
  created_by      uuid,
  created_at      timestamptz NOT NULL DEFAULT now(),
  updated_at      timestamptz NOT NULL DEFAULT now(),
  retired_at      timestamptz
);
CREATE UNIQUE INDEX vaccinations_natural_key ON vaccinations (patient_id, cvx, administered_on) WHERE retired_at IS NULL;
CREATE INDEX vaccinations_newest ON vaccinations (patient_id, administered_on DESC, id DESC);
CREATE INDEX vaccinations_import ON vaccinations (import_id) WHERE import_id IS NOT NULL;

CREATE TABLE health_records (
  id           uuid PRIMARY KEY,
  patient_id   uuid NOT NULL REFERENCES patients (id),
  type         text NOT NULL CHECK (type IN ('CHECKUP', 'ILLNESS', 'INJURY', 'SCREENING', 'VITALS', 'MEDICATION', 'INCIDENT', 'NOTE')),
  occurred_at  timestamptz NOT NULL,
  description  text NOT NULL,
  provider     text,
  -- The notes of a confidential record are sealed and stand in no index.
  notes        text,
  notes_sealed bytea,
  confidential boolean NOT NULL DEFAULT false,
  vital        jsonb,
  search       tsvector GENERATED ALWAYS AS (
                 to_tsvector('english', description || ' ' || coalesce(notes, '') || ' ' || coalesce(provider, ''))
               ) STORED,
  import_id    uuid,
  version      integer NOT NULL DEFAULT 1,
  created_by   uuid,
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  retired_at   timestamptz,
  CHECK (NOT confidential OR notes IS NULL)
);
CREATE UNIQUE INDEX health_records_natural_key ON health_records (patient_id, type, occurred_at, md5(description)) WHERE retired_at IS NULL;
CREATE INDEX health_records_timeline ON health_records (patient_id, occurred_at DESC, id DESC);
CREATE INDEX health_records_type ON health_records (patient_id, type);
-- No GIN over `vital`: it is read by patient or by time, never searched by value. Measured, such an index cost each visit a
-- dozen entries, and the planner walked all of it to find which visits have any vitals.
CREATE INDEX health_records_search ON health_records USING gin (search);
CREATE INDEX health_records_import ON health_records (import_id) WHERE import_id IS NOT NULL;

-- The first answer to a write that carried an Idempotency-Key; the same key with another body is a conflict.
CREATE TABLE idempotency_keys (
  user_id         uuid NOT NULL REFERENCES users (id),
  key             text NOT NULL,
  route           text NOT NULL,
  body_hash       bytea NOT NULL,
  status          integer,
  location        text,
  -- What was answered may hold a patient's data, so it is sealed.
  response_sealed bytea,
  created_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, key)
);
CREATE INDEX idempotency_keys_age ON idempotency_keys USING brin (created_at);

GRANT USAGE ON SCHEMA public TO white_cross_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON
  organizations, users, sessions, refresh_tokens, patients, patient_keys, cache_versions,
  allergies, chronic_conditions, vaccinations, health_records, idempotency_keys
  TO white_cross_app;
GRANT SELECT ON schema_migrations TO white_cross_app;
