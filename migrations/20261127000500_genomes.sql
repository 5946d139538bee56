-- Genomes: lists of sites shared by everyone on one chip, and one person's calls beside them, sealed.

CREATE TABLE site_lists (
  id         uuid PRIMARY KEY,
  -- SHA-256 of the sites. Empty where the list is one person's own (a VCF of variants tells calls by what it lists).
  digest     bytea UNIQUE,
  site_count integer NOT NULL,
  -- Where each block begins and what the index begins with; sealed where the list is one person's own.
  directory  bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE site_lists ALTER COLUMN directory SET STORAGE EXTERNAL;

-- Blocks of a list: its sites by position, and its index by name. They are packed already, and meant to stand in the row:
-- one page read a block.
CREATE TABLE site_list_blocks (
  site_list_id uuid NOT NULL REFERENCES site_lists (id) ON DELETE CASCADE,
  part         text NOT NULL CHECK (part IN ('sites', 'rs', 'other')),
  number       integer NOT NULL,
  bytes        bytea NOT NULL,
  PRIMARY KEY (site_list_id, part, number)
) WITH (toast_tuple_target = 8160);
ALTER TABLE site_list_blocks ALTER COLUMN bytes SET STORAGE EXTERNAL;

CREATE TABLE genomes (
  id              uuid PRIMARY KEY,
  patient_id      uuid NOT NULL REFERENCES patients (id),
  -- The patient's organization when the key was sealed: part of the seal's place.
  organization_id uuid NOT NULL REFERENCES organizations (id),
  status          text NOT NULL DEFAULT 'queued'
                  CHECK (status IN ('queued', 'processing', 'ready', 'failed', 'cancelled')),
  provider        text NOT NULL,
  chip            text,
  assembly        text CHECK (assembly IN ('NCBI36', 'GRCh37', 'GRCh38')),
  variant_count   integer,
  no_call_count   integer,
  -- Counts and findings that are no calls.
  report          jsonb,
  sha256          bytea NOT NULL,
  file_bytes      bigint NOT NULL,
  -- The sample of a VCF that was asked for.
  sample          text,
  -- The raw file in the object store, sealed; gone once the genome is verified unless it is to be kept.
  raw_object      text,
  keep_raw_file   boolean NOT NULL DEFAULT false,
  -- The genome's own data key, sealed under the patient's: destroying either makes the calls unreadable.
  key_sealed      bytea NOT NULL,
  site_list_id    uuid REFERENCES site_lists (id),
  -- The calls at the sites that traits and dose alerts look at, sealed: read without touching the blocks.
  trait_calls     bytea,
  processed_rows  integer NOT NULL DEFAULT 0,
  error_code      text,
  error_detail    text,
  job_id          uuid,
  uploaded_by     uuid NOT NULL REFERENCES users (id),
  uploaded_at     timestamptz NOT NULL DEFAULT now(),
  processed_at    timestamptz,
  CHECK (status <> 'ready' OR (site_list_id IS NOT NULL AND variant_count IS NOT NULL))
);
-- The same file of one patient is one genome; what failed or was cancelled may be sent again.
CREATE UNIQUE INDEX genomes_file ON genomes (patient_id, sha256) WHERE status NOT IN ('failed', 'cancelled');
CREATE INDEX genomes_same_file ON genomes (sha256);
CREATE INDEX genomes_patient ON genomes (patient_id, id);
CREATE INDEX genomes_site_list ON genomes (site_list_id) WHERE site_list_id IS NOT NULL;

-- One block of calls for each block of sites: compressed, then sealed under the genome's key with patient, genome, chromosome
-- and block as associated data.
CREATE TABLE genome_blocks (
  genome_id uuid NOT NULL REFERENCES genomes (id) ON DELETE CASCADE,
  number    integer NOT NULL,
  sealed    bytea NOT NULL,
  PRIMARY KEY (genome_id, number)
) WITH (toast_tuple_target = 8160);
ALTER TABLE genome_blocks ALTER COLUMN sealed SET STORAGE EXTERNAL;

-- What the patient agreed to be shown: nothing of a genome's meaning is shown without, and APOE and BRCA each need their own.
CREATE TABLE genome_consents (
  id           uuid PRIMARY KEY,
  patient_id   uuid NOT NULL REFERENCES patients (id),
  scope        text NOT NULL CHECK (scope IN ('traits', 'apoe', 'brca', 'alerts')),
  recorded_by  uuid NOT NULL REFERENCES users (id),
  recorded_at  timestamptz NOT NULL DEFAULT now(),
  withdrawn_by uuid REFERENCES users (id),
  withdrawn_at timestamptz
);
CREATE UNIQUE INDEX genome_consents_given ON genome_consents (patient_id, scope) WHERE withdrawn_at IS NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON site_lists, site_list_blocks, genomes, genome_blocks, genome_consents
  TO white_cross_app;
