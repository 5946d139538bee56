-- no-transaction
-- Two indexes said the same; what an import asks is which patients of one organization were merged into others.
DROP INDEX CONCURRENTLY IF EXISTS patients_merged_into;
CREATE INDEX CONCURRENTLY IF NOT EXISTS patients_merged_away ON patients (organization_id, merged_into) WHERE merged_into IS NOT NULL;
