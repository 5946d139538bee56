-- The audit trail: what happened (audit_events), in which batches it was written (audit_batches), and in which order
-- each writer wrote them (audit_links). All three are append-only and partitioned by month; all events of a batch, and
-- the batch, lie in one month, so that a month can be verified, archived and dropped by itself.

-- The instant inside a UUIDv7 (RFC 9562 section 5.7), in milliseconds.
CREATE FUNCTION uuid_v7_instant(id uuid) RETURNS timestamptz
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN to_timestamp((('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint) / 1000.0);

-- A UUIDv7 for the current instant; `ordinal` only keeps ids of one statement in order.
CREATE FUNCTION uuid_v7_at(instant timestamptz) RETURNS uuid
  LANGUAGE sql VOLATILE STRICT PARALLEL SAFE
  RETURN encode(
    set_byte(
      overlay(uuid_send(gen_random_uuid()) PLACING
              substring(int8send(floor(extract(epoch FROM instant) * 1000)::bigint) FROM 3) FROM 1 FOR 6),
      6, (b'0111' || get_byte(uuid_send(gen_random_uuid()), 6)::bit(4))::bit(8)::int),
    'hex')::uuid;

CREATE TABLE audit_events (
  occurred_at timestamptz NOT NULL,
  ordinal integer NOT NULL,
  id uuid NOT NULL,
  batch_id uuid NOT NULL,
  patient_id uuid,
  organization_id uuid,
  actor_id uuid,
  actor_organization_id uuid,
  session_id uuid,
  resource_id uuid,
  break_glass_id uuid,
  action text NOT NULL,
  resource_type text NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('success', 'denied', 'failed')),
  purpose text NOT NULL,
  actor_role text,
  address text,
  user_agent text,
  request_id text,
  detail text,
  sealed bytea,
  -- The time comes from the id, so that a retry lands in the same partition and is found as a duplicate.
  PRIMARY KEY (id, occurred_at)
) PARTITION BY RANGE (occurred_at);

COMMENT ON COLUMN audit_events.detail IS 'JSON about the event that is no patient''s data: counts, a job''s id';
COMMENT ON COLUMN audit_events.sealed IS 'previous and new values and stated reasons, under the patient''s key';

CREATE INDEX audit_events_time ON audit_events USING brin (occurred_at) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX audit_events_patient ON audit_events (patient_id, occurred_at DESC) WHERE patient_id IS NOT NULL;
CREATE INDEX audit_events_actor ON audit_events (actor_id, occurred_at DESC) WHERE actor_id IS NOT NULL;
CREATE INDEX audit_events_resource ON audit_events (resource_type, action, occurred_at);

CREATE TABLE audit_batches (
  started_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  event_count integer NOT NULL CHECK (event_count > 0),
  id uuid NOT NULL,
  writer_id uuid NOT NULL,
  digest bytea NOT NULL,
  fingerprints bytea NOT NULL CHECK (length(fingerprints) = 4 * event_count),
  mac bytea NOT NULL,
  PRIMARY KEY (id, started_at)
) PARTITION BY RANGE (started_at);

COMMENT ON COLUMN audit_batches.digest IS 'SHA-256 over the SHA-256 of each event''s canonical row, in their order';
COMMENT ON COLUMN audit_batches.fingerprints IS 'first 4 bytes of each event''s hash: they name the event that was changed';
COMMENT ON COLUMN audit_batches.mac IS 'HMAC under a key the database never sees: a batch cannot be forged, only removed, and then its link is left';

CREATE TABLE audit_links (
  linked_at timestamptz NOT NULL,
  position bigint NOT NULL CHECK (position >= 0),
  writer_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('open', 'batches', 'close')),
  batch_ids uuid[] NOT NULL,
  content bytea NOT NULL,
  previous bytea NOT NULL,
  link bytea NOT NULL,
  mac bytea NOT NULL,
  PRIMARY KEY (writer_id, position, linked_at)
) PARTITION BY RANGE (linked_at);

CREATE INDEX audit_links_time ON audit_links (linked_at);

COMMENT ON TABLE audit_links IS 'One hash chain per process run; each link covers the batches committed since the last one';

-- Heads of all chains, signed; the same document lies in the object store.
CREATE TABLE audit_seals (
  id uuid PRIMARY KEY,
  sealed_at timestamptz NOT NULL,
  kind text NOT NULL CHECK (kind IN ('interval', 'day', 'cut')),
  sequence bigint NOT NULL UNIQUE CHECK (sequence > 0),
  document text NOT NULL,
  signature bytea NOT NULL,
  public_key bytea NOT NULL,
  object_key text NOT NULL
);

CREATE INDEX audit_seals_time ON audit_seals (sealed_at);

-- Months that live in the object store, and what was checked of them before their partition was dropped.
CREATE TABLE audit_archives (
  month date PRIMARY KEY CHECK (month = date_trunc('month', month)),
  archived_at timestamptz NOT NULL,
  manifest text NOT NULL,
  signature bytea NOT NULL,
  public_key bytea NOT NULL,
  kek_id text NOT NULL,
  wrapped_key bytea NOT NULL
);

-- While a hold is placed, no month that holds an event of the patient leaves the archive.
CREATE TABLE audit_legal_holds (
  id uuid PRIMARY KEY,
  patient_id uuid NOT NULL,
  reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  placed_by uuid NOT NULL,
  placed_at timestamptz NOT NULL DEFAULT now(),
  released_by uuid,
  released_at timestamptz,
  CHECK ((released_by IS NULL) = (released_at IS NULL))
);

CREATE UNIQUE INDEX audit_legal_holds_in_force ON audit_legal_holds (patient_id) WHERE released_at IS NULL;

-- Append-only for everyone, the owner included: a mistake in a console is refused too. Whoever removes the trigger is
-- found by the chain.
CREATE FUNCTION audit_refuse_change() RETURNS trigger
  LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE ON audit_events
  FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_batches_append_only BEFORE UPDATE OR DELETE ON audit_batches
  FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_links_append_only BEFORE UPDATE OR DELETE ON audit_links
  FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_seals_append_only BEFORE UPDATE OR DELETE ON audit_seals
  FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();

-- Makes the partitions of `months` calendar months (UTC) from that of `first` on; says how many were new. There is no
-- DEFAULT partition: it would block DETACH ... CONCURRENTLY and the making of the right one.
CREATE FUNCTION audit_make_partitions(first date, months integer) RETURNS integer
  LANGUAGE plpgsql AS $$
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
$$;

SELECT audit_make_partitions((now() AT TIME ZONE 'UTC')::date - 31, 8);

GRANT SELECT, INSERT ON audit_events, audit_batches, audit_links, audit_seals TO white_cross_app;
GRANT SELECT ON audit_archives TO white_cross_app;
GRANT SELECT, INSERT ON audit_legal_holds TO white_cross_app;
GRANT UPDATE (released_by, released_at) ON audit_legal_holds TO white_cross_app;
