-- What each verification of the audit trail found, so that an operator sees whether it was ever verified, when, and how that
-- ended, without reading the trail for it. Appended to only, like the trail itself.
CREATE TABLE audit_verifications (
  id            uuid PRIMARY KEY,
  verified_at   timestamptz NOT NULL DEFAULT now(),
  from_month    text,
  to_month      text,
  is_intact     boolean NOT NULL,
  event_count   bigint NOT NULL,
  finding_count integer NOT NULL
);
GRANT SELECT, INSERT ON audit_verifications TO white_cross_app;
