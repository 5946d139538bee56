-- What an organization compares the growth of its children with: CDC's recommendation for the United States (WHO's standards
-- under two years, CDC's charts after), or WHO's standards and reference throughout.
ALTER TABLE organizations
  ADD COLUMN growth_reference text NOT NULL DEFAULT 'cdc' CHECK (growth_reference IN ('cdc', 'who'));
