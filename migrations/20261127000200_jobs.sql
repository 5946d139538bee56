-- Work accepted and not yet done. A row is the outbox entry, the lease and the count of attempts in one; Redis only says
-- "look now" and may forget at any moment.
CREATE TABLE jobs (
  id               uuid PRIMARY KEY,
  name             text NOT NULL,
  payload          jsonb NOT NULL,
  status           text NOT NULL DEFAULT 'queued'
                   CHECK (status IN ('queued', 'running', 'done', 'failed', 'cancelled')),
  attempts         integer NOT NULL DEFAULT 0,
  -- The fencing token: one more at each claim. Whoever holds an older one can no longer commit.
  lease_token      bigint NOT NULL DEFAULT 0,
  lease_owner      text,
  lease_until      timestamptz,
  cancel_requested boolean NOT NULL DEFAULT false,
  run_after        timestamptz NOT NULL DEFAULT now(),
  last_error       text,
  created_at       timestamptz NOT NULL DEFAULT now(),
  started_at       timestamptz,
  finished_at      timestamptz
) WITH (fillfactor = 70);

COMMENT ON COLUMN jobs.payload IS 'ids only, never a value of a patient';
COMMENT ON COLUMN jobs.last_error IS 'class and code of the last error, never its message';

-- What the sweep looks for; finished jobs are not in it. No lease column here, so that renewing a lease stays a HOT update.
CREATE INDEX jobs_open_idx ON jobs (run_after) WHERE status IN ('queued', 'running');
CREATE INDEX jobs_finished_idx ON jobs (finished_at) WHERE finished_at IS NOT NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON jobs TO white_cross_app;
