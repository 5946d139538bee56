-- What the dashboard counted of one school or clinic, with the cache version of the organization in whose snapshot it was counted. A
-- district's numbers are the sum of its schools', and after a write only that school is counted anew.
CREATE TABLE organization_counts (
  organization_id uuid NOT NULL REFERENCES organizations (id),
  figure          text NOT NULL,
  version         bigint NOT NULL,
  counts          jsonb NOT NULL,
  counted_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, figure)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON organization_counts TO white_cross_app;
