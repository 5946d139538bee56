-- Columns
allergies.id uuid NOT NULL
allergies.patient_id uuid NOT NULL
allergies.allergen text NOT NULL
allergies.code text
allergies.severity text NOT NULL DEFAULT 'UNKNOWN'::text
allergies.reaction text
allergies.onset_date date
allergies.active boolean NOT NULL DEFAULT true
allergies.notes text
allergies.import_id uuid
allergies.version integer NOT NULL DEFAULT 1
allergies.created_by uuid
allergies.created_at timestamp with time zone NOT NULL DEFAULT now()
allergies.updated_at timestamp with time zone NOT NULL DEFAULT now()
allergies.retired_at timestamp with time zone
allergy_action_plans.allergy_id uuid NOT NULL
allergy_action_plans.written_on date NOT NULL
allergy_action_plans.steps text NOT NULL
allergy_action_plans.version integer NOT NULL DEFAULT 1
allergy_action_plans.recorded_by uuid NOT NULL
allergy_action_plans.recorded_at timestamp with time zone NOT NULL DEFAULT now()
audit_archives.month date NOT NULL
audit_archives.archived_at timestamp with time zone NOT NULL
audit_archives.manifest text NOT NULL
audit_archives.signature bytea NOT NULL
audit_archives.public_key bytea NOT NULL
audit_archives.kek_id text NOT NULL
audit_archives.wrapped_key bytea NOT NULL
audit_batches.started_at timestamp with time zone NOT NULL
audit_batches.recorded_at timestamp with time zone NOT NULL
audit_batches.event_count integer NOT NULL
audit_batches.id uuid NOT NULL
audit_batches.writer_id uuid NOT NULL
audit_batches.digest bytea NOT NULL
audit_batches.fingerprints bytea NOT NULL
audit_batches.mac bytea NOT NULL
audit_events.occurred_at timestamp with time zone NOT NULL
audit_events.ordinal integer NOT NULL
audit_events.id uuid NOT NULL
audit_events.batch_id uuid NOT NULL
audit_events.patient_id uuid
audit_events.organization_id uuid
audit_events.actor_id uuid
audit_events.actor_organization_id uuid
audit_events.session_id uuid
audit_events.resource_id uuid
audit_events.break_glass_id uuid
audit_events.action text NOT NULL
audit_events.resource_type text NOT NULL
audit_events.outcome text NOT NULL
audit_events.purpose text NOT NULL
audit_events.actor_role text
audit_events.address text
audit_events.user_agent text
audit_events.request_id text
audit_events.detail text
audit_events.sealed bytea
audit_legal_holds.id uuid NOT NULL
audit_legal_holds.patient_id uuid NOT NULL
audit_legal_holds.reason text NOT NULL
audit_legal_holds.placed_by uuid NOT NULL
audit_legal_holds.placed_at timestamp with time zone NOT NULL DEFAULT now()
audit_legal_holds.released_by uuid
audit_legal_holds.released_at timestamp with time zone
audit_links.linked_at timestamp with time zone NOT NULL
audit_links.position bigint NOT NULL
audit_links.writer_id uuid NOT NULL
audit_links.kind text NOT NULL
audit_links.batch_ids uuid[] NOT NULL
audit_links.content bytea NOT NULL
audit_links.previous bytea NOT NULL
audit_links.link bytea NOT NULL
audit_links.mac bytea NOT NULL
audit_seals.id uuid NOT NULL
audit_seals.sealed_at timestamp with time zone NOT NULL
audit_seals.kind text NOT NULL
audit_seals.sequence bigint NOT NULL
audit_seals.document text NOT NULL
audit_seals.signature bytea NOT NULL
audit_seals.public_key bytea NOT NULL
audit_seals.object_key text NOT NULL
audit_verifications.id uuid NOT NULL
audit_verifications.verified_at timestamp with time zone NOT NULL DEFAULT now()
audit_verifications.from_month text
audit_verifications.to_month text
audit_verifications.is_intact boolean NOT NULL
audit_verifications.event_count bigint NOT NULL
audit_verifications.finding_count integer NOT NULL
break_glass_grants.id uuid NOT NULL
break_glass_grants.user_id uuid NOT NULL
break_glass_grants.patient_id uuid NOT NULL
break_glass_grants.organization_id uuid NOT NULL
break_glass_grants.granted_at timestamp with time zone NOT NULL DEFAULT now()
break_glass_grants.expires_at timestamp with time zone NOT NULL
break_glass_grants.acknowledged_by uuid
break_glass_grants.acknowledged_at timestamp with time zone
cache_versions.tag uuid NOT NULL
cache_versions.version bigint NOT NULL
chronic_conditions.id uuid NOT NULL
chronic_conditions.patient_id uuid NOT NULL
chronic_conditions.code text
chronic_conditions.code_system text
chronic_conditions.name text NOT NULL
chronic_conditions.status text NOT NULL DEFAULT 'ACTIVE'::text
chronic_conditions.severity text
chronic_conditions.onset_date date
chronic_conditions.resolved_date date
chronic_conditions.notes text
chronic_conditions.import_id uuid
chronic_conditions.version integer NOT NULL DEFAULT 1
chronic_conditions.created_by uuid
chronic_conditions.created_at timestamp with time zone NOT NULL DEFAULT now()
chronic_conditions.updated_at timestamp with time zone NOT NULL DEFAULT now()
chronic_conditions.retired_at timestamp with time zone
distinct_patients.first_id uuid NOT NULL
distinct_patients.second_id uuid NOT NULL
distinct_patients.decided_by uuid NOT NULL
distinct_patients.decided_at timestamp with time zone NOT NULL DEFAULT now()
export_parts.export_id uuid NOT NULL
export_parts.number integer NOT NULL
export_parts.object_key text NOT NULL
export_parts.rows bigint NOT NULL
export_parts.bytes bigint NOT NULL
export_parts.patient_ids uuid[]
exports.id uuid NOT NULL
exports.organization_id uuid NOT NULL
exports.created_by uuid NOT NULL
exports.created_role text NOT NULL
exports.job_id uuid NOT NULL
exports.type text NOT NULL
exports.format text NOT NULL
exports.from_date date
exports.to_date date
exports.status text NOT NULL DEFAULT 'queued'::text
exports.wrapped_key bytea
exports.kek_id text
exports.is_encrypted boolean NOT NULL DEFAULT false
exports.password_sealed bytea
exports.rows bigint NOT NULL DEFAULT 0
exports.bytes bigint NOT NULL DEFAULT 0
exports.resume_organization_id uuid
exports.resume_patient_id uuid
exports.error_code text
exports.error_detail text
exports.created_at timestamp with time zone NOT NULL DEFAULT now()
exports.started_at timestamp with time zone
exports.finished_at timestamp with time zone
exports.expires_at timestamp with time zone
exports.updated_at timestamp with time zone NOT NULL DEFAULT now()
genome_blocks.genome_id uuid NOT NULL
genome_blocks.number integer NOT NULL
genome_blocks.sealed bytea NOT NULL
genome_consents.id uuid NOT NULL
genome_consents.patient_id uuid NOT NULL
genome_consents.scope text NOT NULL
genome_consents.recorded_by uuid NOT NULL
genome_consents.recorded_at timestamp with time zone NOT NULL DEFAULT now()
genome_consents.withdrawn_by uuid
genome_consents.withdrawn_at timestamp with time zone
genomes.id uuid NOT NULL
genomes.patient_id uuid NOT NULL
genomes.organization_id uuid NOT NULL
genomes.status text NOT NULL DEFAULT 'queued'::text
genomes.provider text NOT NULL
genomes.chip text
genomes.assembly text
genomes.variant_count integer
genomes.no_call_count integer
genomes.report jsonb
genomes.sha256 bytea NOT NULL
genomes.file_bytes bigint NOT NULL
genomes.sample text
genomes.raw_object text
genomes.keep_raw_file boolean NOT NULL DEFAULT false
genomes.key_sealed bytea NOT NULL
genomes.site_list_id uuid
genomes.trait_calls bytea
genomes.processed_rows integer NOT NULL DEFAULT 0
genomes.error_code text
genomes.error_detail text
genomes.job_id uuid
genomes.uploaded_by uuid NOT NULL
genomes.uploaded_at timestamp with time zone NOT NULL DEFAULT now()
genomes.processed_at timestamp with time zone
health_records.id uuid NOT NULL
health_records.patient_id uuid NOT NULL
health_records.type text NOT NULL
health_records.occurred_at timestamp with time zone NOT NULL
health_records.description text NOT NULL
health_records.provider text
health_records.notes text
health_records.notes_sealed bytea
health_records.confidential boolean NOT NULL DEFAULT false
health_records.vital jsonb
health_records.search tsvector GENERATED AS to_tsvector('english'::regconfig, ((((description || ' '::text) || COALESCE(notes, ''::text)) || ' '::text) || COALESCE(provider, ''::text)))
health_records.import_id uuid
health_records.version integer NOT NULL DEFAULT 1
health_records.created_by uuid
health_records.created_at timestamp with time zone NOT NULL DEFAULT now()
health_records.updated_at timestamp with time zone NOT NULL DEFAULT now()
health_records.retired_at timestamp with time zone
idempotency_keys.user_id uuid NOT NULL
idempotency_keys.key text NOT NULL
idempotency_keys.route text NOT NULL
idempotency_keys.body_hash bytea NOT NULL
idempotency_keys.status integer
idempotency_keys.location text
idempotency_keys.response_sealed bytea
idempotency_keys.created_at timestamp with time zone NOT NULL DEFAULT now()
import_corrected_rows.import_id uuid NOT NULL
import_corrected_rows.row_number bigint NOT NULL
import_corrected_rows.state text NOT NULL
import_corrected_rows.cells_sealed bytea
import_corrections.id uuid NOT NULL
import_corrections.import_id uuid NOT NULL
import_corrections.created_by uuid NOT NULL
import_corrections.created_role text NOT NULL
import_corrections.file_sha256 text NOT NULL
import_corrections.row_count bigint NOT NULL
import_corrections.idempotency_key text
import_corrections.created_at timestamp with time zone NOT NULL DEFAULT now()
import_dry_run_facts.import_id uuid NOT NULL
import_dry_run_facts.fact uuid NOT NULL
import_errors.import_id uuid NOT NULL
import_errors.row_number bigint NOT NULL
import_errors.ordinal smallint NOT NULL
import_errors.column_name text
import_errors.code text NOT NULL
import_errors.message text NOT NULL
import_mappings.id uuid NOT NULL
import_mappings.organization_id uuid NOT NULL
import_mappings.type text NOT NULL
import_mappings.name text NOT NULL
import_mappings.mapping jsonb NOT NULL
import_mappings.date_format text NOT NULL
import_mappings.created_by uuid NOT NULL
import_mappings.created_at timestamp with time zone NOT NULL DEFAULT now()
imports.id uuid NOT NULL
imports.organization_id uuid NOT NULL
imports.created_by uuid NOT NULL
imports.created_role text NOT NULL
imports.job_id uuid NOT NULL
imports.type text NOT NULL
imports.status text NOT NULL DEFAULT 'queued'::text
imports.is_dry_run boolean NOT NULL DEFAULT false
imports.date_format text NOT NULL DEFAULT 'iso'::text
imports.mapping jsonb NOT NULL DEFAULT '{}'::jsonb
imports.file_key text
imports.file_bytes bigint NOT NULL
imports.file_sha256 text NOT NULL
imports.delimiter text NOT NULL
imports.newline text NOT NULL
imports.columns text[] NOT NULL
imports.data_start bigint NOT NULL
imports.total_rows bigint NOT NULL
imports.inserted_rows bigint NOT NULL DEFAULT 0
imports.duplicate_rows bigint NOT NULL DEFAULT 0
imports.rejected_rows bigint NOT NULL DEFAULT 0
imports.resume_byte bigint NOT NULL
imports.resume_row bigint NOT NULL DEFAULT 2
imports.error_code text
imports.error_detail text
imports.idempotency_key text
imports.request_hash text NOT NULL
imports.created_at timestamp with time zone NOT NULL DEFAULT now()
imports.started_at timestamp with time zone
imports.finished_at timestamp with time zone
imports.updated_at timestamp with time zone NOT NULL DEFAULT now()
imports.first_row bigint NOT NULL DEFAULT 2
imports.correction_id uuid
imports.status_before text
imports.round_started_at timestamp with time zone
imports.round_base_rows bigint NOT NULL DEFAULT 0
imports.undone_by uuid
imports.undone_role text
imports.undone_at timestamp with time zone
imports.undone_rows bigint
imports.kept_rows bigint
jobs.id uuid NOT NULL
jobs.name text NOT NULL
jobs.payload jsonb NOT NULL
jobs.status text NOT NULL DEFAULT 'queued'::text
jobs.attempts integer NOT NULL DEFAULT 0
jobs.lease_token bigint NOT NULL DEFAULT 0
jobs.lease_owner text
jobs.lease_until timestamp with time zone
jobs.cancel_requested boolean NOT NULL DEFAULT false
jobs.run_after timestamp with time zone NOT NULL DEFAULT now()
jobs.last_error text
jobs.created_at timestamp with time zone NOT NULL DEFAULT now()
jobs.started_at timestamp with time zone
jobs.finished_at timestamp with time zone
key_destructions.id uuid NOT NULL
key_destructions.patient_id uuid NOT NULL
key_destructions.reason text NOT NULL
key_destructions.requested_by uuid NOT NULL
key_destructions.requested_at timestamp with time zone NOT NULL DEFAULT now()
key_destructions.confirmed_by uuid
key_destructions.confirmed_at timestamp with time zone
key_destructions.key_versions integer[]
key_destructions.keys_sha256 text
organization_counts.organization_id uuid NOT NULL
organization_counts.figure text NOT NULL
organization_counts.version bigint NOT NULL
organization_counts.counts jsonb NOT NULL
organization_counts.counted_at timestamp with time zone NOT NULL DEFAULT now()
organizations.id uuid NOT NULL
organizations.parent_id uuid
organizations.name text NOT NULL
organizations.kind text NOT NULL
organizations.time_zone text NOT NULL DEFAULT 'UTC'::text
organizations.path uuid[] NOT NULL
organizations.created_at timestamp with time zone NOT NULL DEFAULT now()
organizations.growth_reference text NOT NULL DEFAULT 'cdc'::text
patient_keys.patient_id uuid NOT NULL
patient_keys.version integer NOT NULL DEFAULT 1
patient_keys.wrapped_key bytea
patient_keys.kek_id text NOT NULL
patient_keys.created_at timestamp with time zone NOT NULL DEFAULT now()
patient_keys.destroyed_at timestamp with time zone
patient_keys.seals bigint NOT NULL DEFAULT 0
patient_merge_moves.merge_id uuid NOT NULL
patient_merge_moves.table_name text NOT NULL
patient_merge_moves.record_id uuid NOT NULL
patient_merge_moves.action text NOT NULL
patient_merges.id uuid NOT NULL
patient_merges.survivor_id uuid NOT NULL
patient_merges.merged_id uuid NOT NULL
patient_merges.merged_by uuid NOT NULL
patient_merges.merged_at timestamp with time zone NOT NULL DEFAULT now()
patient_merges.undone_by uuid
patient_merges.undone_at timestamp with time zone
patient_transfers.id uuid NOT NULL
patient_transfers.patient_id uuid NOT NULL
patient_transfers.from_organization_id uuid NOT NULL
patient_transfers.to_organization_id uuid NOT NULL
patient_transfers.former_mrn text NOT NULL
patient_transfers.transferred_by uuid NOT NULL
patient_transfers.transferred_at timestamp with time zone NOT NULL DEFAULT now()
patients.id uuid NOT NULL
patients.organization_id uuid NOT NULL
patients.mrn text NOT NULL
patients.given_name text NOT NULL
patients.family_name text NOT NULL
patients.birth_date date NOT NULL
patients.sex text NOT NULL
patients.grade text
patients.contact_sealed bytea
patients.email_index bytea
patients.phone_index bytea
patients.merged_into uuid
patients.import_id uuid
patients.version integer NOT NULL DEFAULT 1
patients.created_by uuid
patients.created_at timestamp with time zone NOT NULL DEFAULT now()
patients.updated_at timestamp with time zone NOT NULL DEFAULT now()
patients.retired_at timestamp with time zone
patients.name_text text GENERATED AS name_text(given_name, family_name)
patients.guardian_phone_index bytea
refresh_tokens.token_hash bytea NOT NULL
refresh_tokens.session_id uuid NOT NULL
refresh_tokens.created_at timestamp with time zone NOT NULL DEFAULT now()
refresh_tokens.expires_at timestamp with time zone NOT NULL
refresh_tokens.used_at timestamp with time zone
schema_migrations.name text NOT NULL
schema_migrations.applied_at timestamp with time zone NOT NULL DEFAULT now()
sessions.id uuid NOT NULL
sessions.user_id uuid NOT NULL
sessions.created_at timestamp with time zone NOT NULL DEFAULT now()
sessions.expires_at timestamp with time zone NOT NULL
sessions.revoked_at timestamp with time zone
site_list_blocks.site_list_id uuid NOT NULL
site_list_blocks.part text NOT NULL
site_list_blocks.number integer NOT NULL
site_list_blocks.bytes bytea NOT NULL
site_lists.id uuid NOT NULL
site_lists.digest bytea
site_lists.site_count integer NOT NULL
site_lists.directory bytea NOT NULL
site_lists.created_at timestamp with time zone NOT NULL DEFAULT now()
users.id uuid NOT NULL
users.organization_id uuid NOT NULL
users.patient_id uuid
users.email text NOT NULL
users.display_name text NOT NULL
users.role text NOT NULL
users.password_hash text NOT NULL
users.disabled_at timestamp with time zone
users.created_at timestamp with time zone NOT NULL DEFAULT now()
vaccinations.id uuid NOT NULL
vaccinations.patient_id uuid NOT NULL
vaccinations.cvx text NOT NULL
vaccinations.vaccine_name text NOT NULL
vaccinations.administered_on date NOT NULL
vaccinations.lot_number text
vaccinations.dose_number integer
vaccinations.manufacturer text
vaccinations.site text
vaccinations.route text
vaccinations.provider text
vaccinations.notes text
vaccinations.import_id uuid
vaccinations.version integer NOT NULL DEFAULT 1
vaccinations.created_by uuid
vaccinations.created_at timestamp with time zone NOT NULL DEFAULT now()
vaccinations.updated_at timestamp with time zone NOT NULL DEFAULT now()
vaccinations.retired_at timestamp with time zone

-- Constraints
allergies allergies_patient_id_fkey: FOREIGN KEY (patient_id) REFERENCES patients(id)
allergies allergies_pkey: PRIMARY KEY (id)
allergies allergies_severity_check: CHECK ((severity = ANY (ARRAY['UNKNOWN'::text, 'MILD'::text, 'MODERATE'::text, 'SEVERE'::text, 'LIFE_THREATENING'::text])))
allergy_action_plans allergy_action_plans_allergy_id_fkey: FOREIGN KEY (allergy_id) REFERENCES allergies(id)
allergy_action_plans allergy_action_plans_pkey: PRIMARY KEY (allergy_id)
allergy_action_plans allergy_action_plans_recorded_by_fkey: FOREIGN KEY (recorded_by) REFERENCES users(id)
audit_archives audit_archives_month_check: CHECK ((month = date_trunc('month'::text, (month)::timestamp with time zone)))
audit_archives audit_archives_pkey: PRIMARY KEY (month)
audit_batches audit_batches_check: CHECK ((length(fingerprints) = (4 * event_count)))
audit_batches audit_batches_event_count_check: CHECK ((event_count > 0))
audit_batches audit_batches_pkey: PRIMARY KEY (id, started_at)
audit_events audit_events_outcome_check: CHECK ((outcome = ANY (ARRAY['success'::text, 'denied'::text, 'failed'::text])))
audit_events audit_events_pkey: PRIMARY KEY (id, occurred_at)
audit_legal_holds audit_legal_holds_check: CHECK (((released_by IS NULL) = (released_at IS NULL)))
audit_legal_holds audit_legal_holds_pkey: PRIMARY KEY (id)
audit_legal_holds audit_legal_holds_reason_check: CHECK (((length(reason) >= 1) AND (length(reason) <= 500)))
audit_links audit_links_kind_check: CHECK ((kind = ANY (ARRAY['open'::text, 'batches'::text, 'close'::text])))
audit_links audit_links_pkey: PRIMARY KEY (writer_id, "position", linked_at)
audit_links audit_links_position_check: CHECK (("position" >= 0))
audit_seals audit_seals_kind_check: CHECK ((kind = ANY (ARRAY['interval'::text, 'day'::text, 'cut'::text])))
audit_seals audit_seals_pkey: PRIMARY KEY (id)
audit_seals audit_seals_sequence_check: CHECK ((sequence > 0))
audit_seals audit_seals_sequence_key: UNIQUE (sequence)
audit_verifications audit_verifications_pkey: PRIMARY KEY (id)
break_glass_grants break_glass_grants_acknowledged_by_fkey: FOREIGN KEY (acknowledged_by) REFERENCES users(id)
break_glass_grants break_glass_grants_check: CHECK ((expires_at > granted_at))
break_glass_grants break_glass_grants_check1: CHECK (((acknowledged_by IS NULL) = (acknowledged_at IS NULL)))
break_glass_grants break_glass_grants_organization_id_fkey: FOREIGN KEY (organization_id) REFERENCES organizations(id)
break_glass_grants break_glass_grants_patient_id_fkey: FOREIGN KEY (patient_id) REFERENCES patients(id)
break_glass_grants break_glass_grants_pkey: PRIMARY KEY (id)
break_glass_grants break_glass_grants_user_id_fkey: FOREIGN KEY (user_id) REFERENCES users(id)
cache_versions cache_versions_pkey: PRIMARY KEY (tag)
chronic_conditions chronic_conditions_patient_id_fkey: FOREIGN KEY (patient_id) REFERENCES patients(id)
chronic_conditions chronic_conditions_pkey: PRIMARY KEY (id)
chronic_conditions chronic_conditions_status_check: CHECK ((status = ANY (ARRAY['ACTIVE'::text, 'REMISSION'::text, 'RESOLVED'::text])))
distinct_patients distinct_patients_check: CHECK ((first_id < second_id))
distinct_patients distinct_patients_decided_by_fkey: FOREIGN KEY (decided_by) REFERENCES users(id)
distinct_patients distinct_patients_first_id_fkey: FOREIGN KEY (first_id) REFERENCES patients(id)
distinct_patients distinct_patients_pkey: PRIMARY KEY (first_id, second_id)
distinct_patients distinct_patients_second_id_fkey: FOREIGN KEY (second_id) REFERENCES patients(id)
export_parts export_parts_export_id_fkey: FOREIGN KEY (export_id) REFERENCES exports(id) ON DELETE CASCADE
export_parts export_parts_object_key_key: UNIQUE (object_key)
export_parts export_parts_pkey: PRIMARY KEY (export_id, number)
exports exports_check: CHECK ((from_date <= to_date))
exports exports_check1: CHECK (((wrapped_key IS NULL) = (kek_id IS NULL)))
exports exports_check2: CHECK (((status <> 'completed'::text) OR (expires_at IS NOT NULL)))
exports exports_created_by_fkey: FOREIGN KEY (created_by) REFERENCES users(id)
exports exports_format_check: CHECK ((format = ANY (ARRAY['csv'::text, 'ndjson'::text, 'fhir'::text, 'xlsx'::text])))
exports exports_organization_id_fkey: FOREIGN KEY (organization_id) REFERENCES organizations(id)
exports exports_pkey: PRIMARY KEY (id)
exports exports_status_check: CHECK ((status = ANY (ARRAY['queued'::text, 'processing'::text, 'completed'::text, 'failed'::text, 'cancelled'::text])))
exports exports_type_check: CHECK ((type = ANY (ARRAY['patients'::text, 'allergies'::text, 'chronic-conditions'::text, 'vaccinations'::text, 'health-records'::text])))
genome_blocks genome_blocks_genome_id_fkey: FOREIGN KEY (genome_id) REFERENCES genomes(id) ON DELETE CASCADE
genome_blocks genome_blocks_pkey: PRIMARY KEY (genome_id, number)
genome_consents genome_consents_patient_id_fkey: FOREIGN KEY (patient_id) REFERENCES patients(id)
genome_consents genome_consents_pkey: PRIMARY KEY (id)
genome_consents genome_consents_recorded_by_fkey: FOREIGN KEY (recorded_by) REFERENCES users(id)
genome_consents genome_consents_scope_check: CHECK ((scope = ANY (ARRAY['traits'::text, 'apoe'::text, 'brca'::text, 'alerts'::text])))
genome_consents genome_consents_withdrawn_by_fkey: FOREIGN KEY (withdrawn_by) REFERENCES users(id)
genomes genomes_assembly_check: CHECK ((assembly = ANY (ARRAY['NCBI36'::text, 'GRCh37'::text, 'GRCh38'::text])))
genomes genomes_check: CHECK (((status <> 'ready'::text) OR ((site_list_id IS NOT NULL) AND (variant_count IS NOT NULL))))
genomes genomes_organization_id_fkey: FOREIGN KEY (organization_id) REFERENCES organizations(id)
genomes genomes_patient_id_fkey: FOREIGN KEY (patient_id) REFERENCES patients(id)
genomes genomes_pkey: PRIMARY KEY (id)
genomes genomes_site_list_id_fkey: FOREIGN KEY (site_list_id) REFERENCES site_lists(id)
genomes genomes_status_check: CHECK ((status = ANY (ARRAY['queued'::text, 'processing'::text, 'ready'::text, 'failed'::text, 'cancelled'::text])))
genomes genomes_uploaded_by_fkey: FOREIGN KEY (uploaded_by) REFERENCES users(id)
health_records health_records_check: CHECK (((NOT confidential) OR (notes IS NULL)))
health_records health_records_patient_id_fkey: FOREIGN KEY (patient_id) REFERENCES patients(id)
health_records health_records_pkey: PRIMARY KEY (id)
health_records health_records_type_check: CHECK ((type = ANY (ARRAY['CHECKUP'::text, 'ILLNESS'::text, 'INJURY'::text, 'SCREENING'::text, 'VITALS'::text, 'MEDICATION'::text, 'INCIDENT'::text, 'NOTE'::text])))
idempotency_keys idempotency_keys_pkey: PRIMARY KEY (user_id, key)
idempotency_keys idempotency_keys_user_id_fkey: FOREIGN KEY (user_id) REFERENCES users(id)
import_corrected_rows import_corrected_rows_import_id_fkey: FOREIGN KEY (import_id) REFERENCES imports(id) ON DELETE CASCADE
import_corrected_rows import_corrected_rows_pkey: PRIMARY KEY (import_id, row_number)
import_corrected_rows import_corrected_rows_state_check: CHECK ((state = ANY (ARRAY['waiting'::text, 'rejected'::text, 'accepted'::text])))
import_corrections import_corrections_created_by_fkey: FOREIGN KEY (created_by) REFERENCES users(id)
import_corrections import_corrections_import_id_fkey: FOREIGN KEY (import_id) REFERENCES imports(id) ON DELETE CASCADE
import_corrections import_corrections_pkey: PRIMARY KEY (id)
import_dry_run_facts import_dry_run_facts_import_id_fkey: FOREIGN KEY (import_id) REFERENCES imports(id) ON DELETE CASCADE
import_dry_run_facts import_dry_run_facts_pkey: PRIMARY KEY (import_id, fact)
import_errors import_errors_import_id_fkey: FOREIGN KEY (import_id) REFERENCES imports(id) ON DELETE CASCADE
import_errors import_errors_pkey: PRIMARY KEY (import_id, row_number, ordinal)
import_mappings import_mappings_created_by_fkey: FOREIGN KEY (created_by) REFERENCES users(id)
import_mappings import_mappings_date_format_check: CHECK ((date_format = ANY (ARRAY['iso'::text, 'mdy'::text, 'dmy'::text])))
import_mappings import_mappings_name_check: CHECK (((length(name) >= 1) AND (length(name) <= 100)))
import_mappings import_mappings_organization_id_fkey: FOREIGN KEY (organization_id) REFERENCES organizations(id)
import_mappings import_mappings_pkey: PRIMARY KEY (id)
import_mappings import_mappings_type_check: CHECK ((type = ANY (ARRAY['patients'::text, 'allergies'::text, 'chronic-conditions'::text, 'vaccinations'::text, 'health-records'::text])))
imports imports_check: CHECK ((((inserted_rows + duplicate_rows) + rejected_rows) <= total_rows))
imports imports_created_by_fkey: FOREIGN KEY (created_by) REFERENCES users(id)
imports imports_date_format_check: CHECK ((date_format = ANY (ARRAY['iso'::text, 'mdy'::text, 'dmy'::text])))
imports imports_organization_id_fkey: FOREIGN KEY (organization_id) REFERENCES organizations(id)
imports imports_pkey: PRIMARY KEY (id)
imports imports_status_check: CHECK ((status = ANY (ARRAY['queued'::text, 'processing'::text, 'completed'::text, 'completed-with-errors'::text, 'failed'::text, 'cancelled'::text, 'undoing'::text, 'undone'::text])))
imports imports_type_check: CHECK ((type = ANY (ARRAY['patients'::text, 'allergies'::text, 'chronic-conditions'::text, 'vaccinations'::text, 'health-records'::text])))
imports imports_undone_by_fkey: FOREIGN KEY (undone_by) REFERENCES users(id)
jobs jobs_pkey: PRIMARY KEY (id)
jobs jobs_status_check: CHECK ((status = ANY (ARRAY['queued'::text, 'running'::text, 'done'::text, 'failed'::text, 'cancelled'::text])))
key_destructions key_destructions_check: CHECK ((confirmed_by <> requested_by))
key_destructions key_destructions_check1: CHECK (((confirmed_at IS NULL) = (keys_sha256 IS NULL)))
key_destructions key_destructions_confirmed_by_fkey: FOREIGN KEY (confirmed_by) REFERENCES users(id)
key_destructions key_destructions_patient_id_fkey: FOREIGN KEY (patient_id) REFERENCES patients(id)
key_destructions key_destructions_pkey: PRIMARY KEY (id)
key_destructions key_destructions_requested_by_fkey: FOREIGN KEY (requested_by) REFERENCES users(id)
organization_counts organization_counts_organization_id_fkey: FOREIGN KEY (organization_id) REFERENCES organizations(id)
organization_counts organization_counts_pkey: PRIMARY KEY (organization_id, figure)
organizations organizations_check: CHECK ((path[cardinality(path)] = id))
organizations organizations_growth_reference_check: CHECK ((growth_reference = ANY (ARRAY['cdc'::text, 'who'::text])))
organizations organizations_kind_check: CHECK ((kind = ANY (ARRAY['district'::text, 'school'::text, 'clinic'::text])))
organizations organizations_parent_id_fkey: FOREIGN KEY (parent_id) REFERENCES organizations(id)
organizations organizations_pkey: PRIMARY KEY (id)
patient_keys patient_keys_check: CHECK (((wrapped_key IS NULL) = (destroyed_at IS NOT NULL)))
patient_keys patient_keys_patient_id_fkey: FOREIGN KEY (patient_id) REFERENCES patients(id)
patient_keys patient_keys_pkey: PRIMARY KEY (patient_id, version)
patient_merge_moves patient_merge_moves_action_check: CHECK ((action = ANY (ARRAY['moved'::text, 'retired'::text])))
patient_merge_moves patient_merge_moves_merge_id_fkey: FOREIGN KEY (merge_id) REFERENCES patient_merges(id)
patient_merge_moves patient_merge_moves_pkey: PRIMARY KEY (merge_id, table_name, record_id)
patient_merges patient_merges_check: CHECK ((merged_id <> survivor_id))
patient_merges patient_merges_check1: CHECK (((undone_by IS NULL) = (undone_at IS NULL)))
patient_merges patient_merges_merged_by_fkey: FOREIGN KEY (merged_by) REFERENCES users(id)
patient_merges patient_merges_merged_id_fkey: FOREIGN KEY (merged_id) REFERENCES patients(id)
patient_merges patient_merges_pkey: PRIMARY KEY (id)
patient_merges patient_merges_survivor_id_fkey: FOREIGN KEY (survivor_id) REFERENCES patients(id)
patient_merges patient_merges_undone_by_fkey: FOREIGN KEY (undone_by) REFERENCES users(id)
patient_transfers patient_transfers_check: CHECK ((to_organization_id <> from_organization_id))
patient_transfers patient_transfers_from_organization_id_fkey: FOREIGN KEY (from_organization_id) REFERENCES organizations(id)
patient_transfers patient_transfers_patient_id_fkey: FOREIGN KEY (patient_id) REFERENCES patients(id)
patient_transfers patient_transfers_pkey: PRIMARY KEY (id)
patient_transfers patient_transfers_to_organization_id_fkey: FOREIGN KEY (to_organization_id) REFERENCES organizations(id)
patient_transfers patient_transfers_transferred_by_fkey: FOREIGN KEY (transferred_by) REFERENCES users(id)
patients patients_merged_into_fkey: FOREIGN KEY (merged_into) REFERENCES patients(id)
patients patients_organization_id_fkey: FOREIGN KEY (organization_id) REFERENCES organizations(id)
patients patients_pkey: PRIMARY KEY (id)
patients patients_sex_check: CHECK ((sex = ANY (ARRAY['female'::text, 'male'::text, 'other'::text, 'unknown'::text])))
refresh_tokens refresh_tokens_pkey: PRIMARY KEY (token_hash)
refresh_tokens refresh_tokens_session_id_fkey: FOREIGN KEY (session_id) REFERENCES sessions(id) ON DELETE CASCADE
schema_migrations schema_migrations_pkey: PRIMARY KEY (name)
sessions sessions_pkey: PRIMARY KEY (id)
sessions sessions_user_id_fkey: FOREIGN KEY (user_id) REFERENCES users(id)
site_list_blocks site_list_blocks_part_check: CHECK ((part = ANY (ARRAY['sites'::text, 'rs'::text, 'other'::text])))
site_list_blocks site_list_blocks_pkey: PRIMARY KEY (site_list_id, part, number)
site_list_blocks site_list_blocks_site_list_id_fkey: FOREIGN KEY (site_list_id) REFERENCES site_lists(id) ON DELETE CASCADE
site_lists site_lists_digest_key: UNIQUE (digest)
site_lists site_lists_pkey: PRIMARY KEY (id)
users users_check: CHECK (((role = 'patient'::text) = (patient_id IS NOT NULL)))
users users_email_check: CHECK ((email = lower(email)))
users users_organization_id_fkey: FOREIGN KEY (organization_id) REFERENCES organizations(id)
users users_patient_id_fkey: FOREIGN KEY (patient_id) REFERENCES patients(id)
users users_pkey: PRIMARY KEY (id)
users users_role_check: CHECK ((role = ANY (ARRAY['nurse'::text, 'clinician'::text, 'receptionist'::text, 'org-admin'::text, 'patient'::text, 'auditor'::text, 'ops'::text, 'superadmin'::text])))
vaccinations vaccinations_patient_id_fkey: FOREIGN KEY (patient_id) REFERENCES patients(id)
vaccinations vaccinations_pkey: PRIMARY KEY (id)

-- Indexes
CREATE INDEX allergies_active ON public.allergies USING btree (severity, patient_id) INCLUDE (id) WHERE (active AND (retired_at IS NULL))
CREATE INDEX allergies_import ON public.allergies USING btree (import_id) WHERE (import_id IS NOT NULL)
CREATE INDEX allergies_patient ON public.allergies USING btree (patient_id)
CREATE UNIQUE INDEX allergies_natural_key ON public.allergies USING btree (patient_id, lower(allergen), active) WHERE (retired_at IS NULL)
CREATE UNIQUE INDEX allergies_pkey ON public.allergies USING btree (id)
CREATE UNIQUE INDEX allergy_action_plans_pkey ON public.allergy_action_plans USING btree (allergy_id)
CREATE UNIQUE INDEX audit_archives_pkey ON public.audit_archives USING btree (month)
CREATE UNIQUE INDEX audit_batches_pkey ON ONLY public.audit_batches USING btree (id, started_at)
CREATE INDEX audit_events_actor ON ONLY public.audit_events USING btree (actor_id, occurred_at DESC) WHERE (actor_id IS NOT NULL)
CREATE INDEX audit_events_patient ON ONLY public.audit_events USING btree (patient_id, occurred_at DESC) WHERE (patient_id IS NOT NULL)
CREATE INDEX audit_events_resource ON ONLY public.audit_events USING btree (resource_type, action, occurred_at)
CREATE INDEX audit_events_time ON ONLY public.audit_events USING brin (occurred_at) WITH (pages_per_range='32', autosummarize='on')
CREATE UNIQUE INDEX audit_events_pkey ON ONLY public.audit_events USING btree (id, occurred_at)
CREATE UNIQUE INDEX audit_legal_holds_in_force ON public.audit_legal_holds USING btree (patient_id) WHERE (released_at IS NULL)
CREATE UNIQUE INDEX audit_legal_holds_pkey ON public.audit_legal_holds USING btree (id)
CREATE INDEX audit_links_time ON ONLY public.audit_links USING btree (linked_at)
CREATE UNIQUE INDEX audit_links_pkey ON ONLY public.audit_links USING btree (writer_id, "position", linked_at)
CREATE INDEX audit_seals_time ON public.audit_seals USING btree (sealed_at)
CREATE UNIQUE INDEX audit_seals_pkey ON public.audit_seals USING btree (id)
CREATE UNIQUE INDEX audit_seals_sequence_key ON public.audit_seals USING btree (sequence)
CREATE UNIQUE INDEX audit_verifications_pkey ON public.audit_verifications USING btree (id)
CREATE INDEX break_glass_grants_holder ON public.break_glass_grants USING btree (user_id, patient_id, expires_at DESC)
CREATE INDEX break_glass_grants_patient ON public.break_glass_grants USING btree (patient_id)
CREATE INDEX break_glass_grants_unseen ON public.break_glass_grants USING btree (organization_id, id DESC)
CREATE UNIQUE INDEX break_glass_grants_pkey ON public.break_glass_grants USING btree (id)
CREATE UNIQUE INDEX cache_versions_pkey ON public.cache_versions USING btree (tag)
CREATE INDEX chronic_conditions_import ON public.chronic_conditions USING btree (import_id) WHERE (import_id IS NOT NULL)
CREATE INDEX chronic_conditions_open ON public.chronic_conditions USING btree (status, updated_at, patient_id) INCLUDE (id) WHERE (retired_at IS NULL)
CREATE INDEX chronic_conditions_patient ON public.chronic_conditions USING btree (patient_id)
CREATE UNIQUE INDEX chronic_conditions_natural_key ON public.chronic_conditions USING btree (patient_id, lower(COALESCE(code, name))) WHERE (retired_at IS NULL)
CREATE UNIQUE INDEX chronic_conditions_pkey ON public.chronic_conditions USING btree (id)
CREATE INDEX distinct_patients_second ON public.distinct_patients USING btree (second_id)
CREATE UNIQUE INDEX distinct_patients_pkey ON public.distinct_patients USING btree (first_id, second_id)
CREATE UNIQUE INDEX export_parts_object_key_key ON public.export_parts USING btree (object_key)
CREATE UNIQUE INDEX export_parts_pkey ON public.export_parts USING btree (export_id, number)
CREATE INDEX exports_newest ON public.exports USING btree (organization_id, id DESC)
CREATE INDEX exports_sealed ON public.exports USING btree (expires_at) WHERE (wrapped_key IS NOT NULL)
CREATE UNIQUE INDEX exports_pkey ON public.exports USING btree (id)
CREATE UNIQUE INDEX genome_blocks_pkey ON public.genome_blocks USING btree (genome_id, number)
CREATE INDEX genome_consents_patient ON public.genome_consents USING btree (patient_id)
CREATE UNIQUE INDEX genome_consents_given ON public.genome_consents USING btree (patient_id, scope) WHERE (withdrawn_at IS NULL)
CREATE UNIQUE INDEX genome_consents_pkey ON public.genome_consents USING btree (id)
CREATE INDEX genomes_patient ON public.genomes USING btree (patient_id, id)
CREATE INDEX genomes_same_file ON public.genomes USING btree (sha256)
CREATE INDEX genomes_site_list ON public.genomes USING btree (site_list_id) WHERE (site_list_id IS NOT NULL)
CREATE UNIQUE INDEX genomes_file ON public.genomes USING btree (patient_id, sha256) WHERE (status <> ALL (ARRAY['failed'::text, 'cancelled'::text]))
CREATE UNIQUE INDEX genomes_pkey ON public.genomes USING btree (id)
CREATE INDEX health_records_import ON public.health_records USING btree (import_id) WHERE (import_id IS NOT NULL)
CREATE INDEX health_records_newest ON public.health_records USING btree (occurred_at DESC, id DESC) INCLUDE (patient_id, type) WHERE (retired_at IS NULL)
CREATE INDEX health_records_search ON public.health_records USING gin (search)
CREATE INDEX health_records_timeline ON public.health_records USING btree (patient_id, occurred_at DESC, id DESC)
CREATE INDEX health_records_type ON public.health_records USING btree (patient_id, type)
CREATE INDEX health_records_vitals ON public.health_records USING btree (occurred_at DESC) INCLUDE (patient_id) WHERE ((vital IS NOT NULL) AND (retired_at IS NULL))
CREATE UNIQUE INDEX health_records_natural_key ON public.health_records USING btree (patient_id, type, occurred_at, md5(description)) WHERE (retired_at IS NULL)
CREATE UNIQUE INDEX health_records_pkey ON public.health_records USING btree (id)
CREATE INDEX idempotency_keys_age ON public.idempotency_keys USING brin (created_at)
CREATE UNIQUE INDEX idempotency_keys_pkey ON public.idempotency_keys USING btree (user_id, key)
CREATE INDEX import_corrected_rows_held ON public.import_corrected_rows USING btree (import_id) WHERE (cells_sealed IS NOT NULL)
CREATE INDEX import_corrected_rows_waiting ON public.import_corrected_rows USING btree (import_id, row_number) WHERE (state = 'waiting'::text)
CREATE UNIQUE INDEX import_corrected_rows_pkey ON public.import_corrected_rows USING btree (import_id, row_number)
CREATE INDEX import_corrections_import ON public.import_corrections USING btree (import_id)
CREATE UNIQUE INDEX import_corrections_idempotency ON public.import_corrections USING btree (created_by, idempotency_key) WHERE (idempotency_key IS NOT NULL)
CREATE UNIQUE INDEX import_corrections_pkey ON public.import_corrections USING btree (id)
CREATE UNIQUE INDEX import_dry_run_facts_pkey ON public.import_dry_run_facts USING btree (import_id, fact)
CREATE UNIQUE INDEX import_errors_pkey ON public.import_errors USING btree (import_id, row_number, ordinal)
CREATE UNIQUE INDEX import_mappings_name ON public.import_mappings USING btree (organization_id, type, lower(name))
CREATE UNIQUE INDEX import_mappings_pkey ON public.import_mappings USING btree (id)
CREATE INDEX imports_newest ON public.imports USING btree (organization_id, id DESC)
CREATE UNIQUE INDEX imports_file_key ON public.imports USING btree (file_key) WHERE (file_key IS NOT NULL)
CREATE UNIQUE INDEX imports_idempotency ON public.imports USING btree (created_by, idempotency_key) WHERE (idempotency_key IS NOT NULL)
CREATE UNIQUE INDEX imports_pkey ON public.imports USING btree (id)
CREATE INDEX jobs_finished_idx ON public.jobs USING btree (finished_at) WHERE (finished_at IS NOT NULL)
CREATE INDEX jobs_open_idx ON public.jobs USING btree (run_after) WHERE (status = ANY (ARRAY['queued'::text, 'running'::text]))
CREATE UNIQUE INDEX jobs_pkey ON public.jobs USING btree (id)
CREATE INDEX key_destructions_patient ON public.key_destructions USING btree (patient_id, requested_at DESC)
CREATE UNIQUE INDEX key_destructions_open ON public.key_destructions USING btree (patient_id) WHERE (confirmed_at IS NULL)
CREATE UNIQUE INDEX key_destructions_pkey ON public.key_destructions USING btree (id)
CREATE UNIQUE INDEX organization_counts_pkey ON public.organization_counts USING btree (organization_id, figure)
CREATE INDEX organizations_parent ON public.organizations USING btree (parent_id)
CREATE INDEX organizations_path ON public.organizations USING gin (path)
CREATE UNIQUE INDEX organizations_pkey ON public.organizations USING btree (id)
CREATE UNIQUE INDEX patient_keys_pkey ON public.patient_keys USING btree (patient_id, version)
CREATE UNIQUE INDEX patient_merge_moves_pkey ON public.patient_merge_moves USING btree (merge_id, table_name, record_id)
CREATE INDEX patient_merges_merged_ever ON public.patient_merges USING btree (merged_id)
CREATE INDEX patient_merges_survivor ON public.patient_merges USING btree (survivor_id)
CREATE UNIQUE INDEX patient_merges_merged ON public.patient_merges USING btree (merged_id) WHERE (undone_at IS NULL)
CREATE UNIQUE INDEX patient_merges_pkey ON public.patient_merges USING btree (id)
CREATE INDEX patient_transfers_newest ON public.patient_transfers USING btree (transferred_at)
CREATE INDEX patient_transfers_patient ON public.patient_transfers USING btree (patient_id)
CREATE UNIQUE INDEX patient_transfers_pkey ON public.patient_transfers USING btree (id)
CREATE INDEX patients_by_grade ON public.patients USING btree (organization_id, lower(grade), lower(family_name), lower(given_name), id) WHERE ((merged_into IS NULL) AND (retired_at IS NULL))
CREATE INDEX patients_by_name ON public.patients USING btree (organization_id, lower(family_name), lower(given_name), id)
CREATE INDEX patients_email ON public.patients USING btree (email_index) WHERE (email_index IS NOT NULL)
CREATE INDEX patients_guardian_phone ON public.patients USING btree (guardian_phone_index) WHERE (guardian_phone_index IS NOT NULL)
CREATE INDEX patients_import ON public.patients USING btree (import_id) WHERE (import_id IS NOT NULL)
CREATE INDEX patients_merged ON public.patients USING btree (merged_into) WHERE (merged_into IS NOT NULL)
CREATE INDEX patients_merged_away ON public.patients USING btree (organization_id, merged_into) WHERE (merged_into IS NOT NULL)
CREATE INDEX patients_mrn_anywhere ON public.patients USING btree (mrn)
CREATE INDEX patients_name_keys ON public.patients USING gin (name_keys(name_text)) WHERE ((merged_into IS NULL) AND (retired_at IS NULL))
CREATE INDEX patients_name_text ON public.patients USING gin (name_text gin_trgm_ops) WHERE ((merged_into IS NULL) AND (retired_at IS NULL))
CREATE INDEX patients_phone ON public.patients USING btree (phone_index) WHERE (phone_index IS NOT NULL)
CREATE INDEX patients_visible ON public.patients USING btree (organization_id, id) INCLUDE (created_at) WHERE ((merged_into IS NULL) AND (retired_at IS NULL))
CREATE UNIQUE INDEX patients_mrn ON public.patients USING btree (organization_id, mrn)
CREATE UNIQUE INDEX patients_pkey ON public.patients USING btree (id)
CREATE INDEX refresh_tokens_session ON public.refresh_tokens USING btree (session_id)
CREATE UNIQUE INDEX refresh_tokens_pkey ON public.refresh_tokens USING btree (token_hash)
CREATE UNIQUE INDEX schema_migrations_pkey ON public.schema_migrations USING btree (name)
CREATE INDEX sessions_user ON public.sessions USING btree (user_id)
CREATE UNIQUE INDEX sessions_pkey ON public.sessions USING btree (id)
CREATE UNIQUE INDEX site_list_blocks_pkey ON public.site_list_blocks USING btree (site_list_id, part, number)
CREATE UNIQUE INDEX site_lists_digest_key ON public.site_lists USING btree (digest)
CREATE UNIQUE INDEX site_lists_pkey ON public.site_lists USING btree (id)
CREATE INDEX users_organization ON public.users USING btree (organization_id)
CREATE INDEX users_patient ON public.users USING btree (patient_id) WHERE (patient_id IS NOT NULL)
CREATE UNIQUE INDEX users_email ON public.users USING btree (email)
CREATE UNIQUE INDEX users_pkey ON public.users USING btree (id)
CREATE INDEX vaccinations_import ON public.vaccinations USING btree (import_id) WHERE (import_id IS NOT NULL)
CREATE INDEX vaccinations_newest ON public.vaccinations USING btree (patient_id, administered_on DESC, id DESC)
CREATE INDEX vaccinations_recent ON public.vaccinations USING btree (administered_on DESC) INCLUDE (patient_id) WHERE (retired_at IS NULL)
CREATE UNIQUE INDEX vaccinations_natural_key ON public.vaccinations USING btree (patient_id, cvx, administered_on) WHERE (retired_at IS NULL)
CREATE UNIQUE INDEX vaccinations_pkey ON public.vaccinations USING btree (id)

-- Functions
CREATE OR REPLACE FUNCTION public.audit_make_partitions(first date, months integer)
 RETURNS integer
 LANGUAGE plpgsql
AS $function$
DECLARE
  parent text;
  part text;
  lower_bound timestamp;
  made integer := 0;
BEGIN
  FOR step IN 0 .. months - 1 LOOP
    lower_bound := date_trunc('month', first::timestamp) + make_interval(months => step);
    FOREACH parent IN ARRAY ARRAY['audit_events', 'audit_batches', 'audit_links'] LOOP
      part := parent || to_char(lower_bound, '"_y"YYYY"m"MM');
      IF to_regclass(part) IS NULL THEN
        EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', part, parent,
          to_char(lower_bound, 'YYYY-MM-DD') || ' 00:00:00+00',
          to_char(lower_bound + interval '1 month', 'YYYY-MM-DD') || ' 00:00:00+00');
        made := made + 1;
      END IF;
    END LOOP;
  END LOOP;
  RETURN made;
END
$function$

CREATE OR REPLACE FUNCTION public.audit_refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'insufficient_privilege';
END
$function$

CREATE OR REPLACE FUNCTION public.iso_instant(timestamp with time zone)
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE STRICT
RETURN to_char(($1 AT TIME ZONE 'UTC'::text), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'::text)

CREATE OR REPLACE FUNCTION public.name_keys(name text)
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN (SELECT COALESCE(array_agg(DISTINCT keys.key), '{}'::text[]) AS "coalesce" FROM unnest(string_to_array(btrim(name_keys.name), ' '::text)) word(word), LATERAL (VALUES (('a'::text || (SELECT string_agg(letter.letter, ''::text ORDER BY (letter.letter COLLATE "C")) AS string_agg FROM unnest(string_to_array(word.word, NULL::text)) letter(letter)))), (('p'::text || dmetaphone(word.word))), (('p'::text || dmetaphone_alt(word.word)))) keys(key) WHERE ((length(word.word) > 1) AND (keys.key <> 'p'::text)))

CREATE OR REPLACE FUNCTION public.name_text(given_name text, family_name text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN regexp_replace(((' '::text || lower(unaccent('unaccent'::regdictionary, translate(((given_name || ' '::text) || family_name), '''’`´'::text, ''::text)))) || ' '::text), '[^[:alnum:]]+'::text, ' '::text, 'g'::text)

CREATE OR REPLACE FUNCTION public.uuid_v7_at(instant timestamp with time zone)
 RETURNS uuid
 LANGUAGE sql
 PARALLEL SAFE STRICT
RETURN (encode(set_byte(OVERLAY(uuid_send(gen_random_uuid()) PLACING SUBSTRING(int8send((floor((EXTRACT(epoch FROM instant) * (1000)::numeric)))::bigint) FROM 3) FROM 1 FOR 6), 6, (((('0111'::"bit")::bit varying || ((get_byte(uuid_send(gen_random_uuid()), 6))::bit(4))::bit varying))::bit(8))::integer), 'hex'::text))::uuid

CREATE OR REPLACE FUNCTION public.uuid_v7_instant(id uuid)
 RETURNS timestamp with time zone
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN to_timestamp((((((('x'::text || "left"(replace((id)::text, '-'::text, ''::text), 12)))::bit(48))::bigint)::numeric / 1000.0))::double precision)


-- Triggers
CREATE TRIGGER audit_batches_append_only BEFORE DELETE OR UPDATE ON public.audit_batches FOR EACH ROW EXECUTE FUNCTION audit_refuse_change()
CREATE TRIGGER audit_events_append_only BEFORE DELETE OR UPDATE ON public.audit_events FOR EACH ROW EXECUTE FUNCTION audit_refuse_change()
CREATE TRIGGER audit_links_append_only BEFORE DELETE OR UPDATE ON public.audit_links FOR EACH ROW EXECUTE FUNCTION audit_refuse_change()
CREATE TRIGGER audit_seals_append_only BEFORE DELETE OR UPDATE ON public.audit_seals FOR EACH ROW EXECUTE FUNCTION audit_refuse_change()

-- What white_cross_app may do
allergies: DELETE, INSERT, SELECT, UPDATE
allergy_action_plans: DELETE, INSERT, SELECT, UPDATE
audit_archives: SELECT
audit_batches: INSERT, SELECT
audit_events: INSERT, SELECT
audit_legal_holds: INSERT, SELECT
audit_links: INSERT, SELECT
audit_seals: INSERT, SELECT
audit_verifications: INSERT, SELECT
break_glass_grants: INSERT, SELECT
cache_versions: DELETE, INSERT, SELECT, UPDATE
chronic_conditions: DELETE, INSERT, SELECT, UPDATE
distinct_patients: INSERT, SELECT
export_parts: DELETE, INSERT, SELECT, UPDATE
exports: DELETE, INSERT, SELECT, UPDATE
genome_blocks: DELETE, INSERT, SELECT, UPDATE
genome_consents: DELETE, INSERT, SELECT, UPDATE
genomes: DELETE, INSERT, SELECT, UPDATE
health_records: DELETE, INSERT, SELECT, UPDATE
idempotency_keys: DELETE, INSERT, SELECT, UPDATE
import_corrected_rows: DELETE, INSERT, SELECT, UPDATE
import_corrections: DELETE, INSERT, SELECT, UPDATE
import_dry_run_facts: DELETE, INSERT, SELECT, UPDATE
import_errors: DELETE, INSERT, SELECT, UPDATE
import_mappings: DELETE, INSERT, SELECT, UPDATE
imports: DELETE, INSERT, SELECT, UPDATE
jobs: DELETE, INSERT, SELECT, UPDATE
key_destructions: INSERT, SELECT, UPDATE
organization_counts: DELETE, INSERT, SELECT, UPDATE
organizations: DELETE, INSERT, SELECT, UPDATE
patient_keys: DELETE, INSERT, SELECT, UPDATE
patient_merge_moves: INSERT, SELECT
patient_merges: INSERT, SELECT, UPDATE
patient_transfers: INSERT, SELECT
patients: DELETE, INSERT, SELECT, UPDATE
refresh_tokens: DELETE, INSERT, SELECT, UPDATE
schema_migrations: SELECT
sessions: DELETE, INSERT, SELECT, UPDATE
site_list_blocks: DELETE, INSERT, SELECT, UPDATE
site_lists: DELETE, INSERT, SELECT, UPDATE
users: DELETE, INSERT, SELECT, UPDATE
vaccinations: DELETE, INSERT, SELECT, UPDATE
