-- What search and the dashboard read by: the newest visits first, without touching their rows.
CREATE INDEX health_records_newest ON health_records (occurred_at DESC, id DESC) INCLUDE (patient_id, type) WHERE retired_at IS NULL;
