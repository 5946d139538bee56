-- What the dashboard counts and lists by, so that a district of 100 schools is counted without reading its records.
CREATE INDEX patients_visible ON patients (organization_id, id) INCLUDE (created_at) WHERE merged_into IS NULL AND retired_at IS NULL;
CREATE INDEX allergies_active ON allergies (severity, patient_id) INCLUDE (id) WHERE active AND retired_at IS NULL;
CREATE INDEX chronic_conditions_open ON chronic_conditions (status, updated_at, patient_id) INCLUDE (id) WHERE retired_at IS NULL;
CREATE INDEX vaccinations_recent ON vaccinations (administered_on DESC) INCLUDE (patient_id) WHERE retired_at IS NULL;

CREATE INDEX health_records_vitals ON health_records (occurred_at DESC) INCLUDE (patient_id) WHERE vital IS NOT NULL AND retired_at IS NULL;

-- What is to be done when a child meets what could kill it. One plan an allergy; it goes where the allergy goes.
CREATE TABLE allergy_action_plans (
  allergy_id  uuid PRIMARY KEY REFERENCES allergies (id),
  written_on  date NOT NULL,
  steps       text NOT NULL,
  version     integer NOT NULL DEFAULT 1,
  recorded_by uuid NOT NULL REFERENCES users (id),
  recorded_at timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT, INSERT, UPDATE, DELETE ON allergy_action_plans TO white_cross_app;
