-- Blocks of sites are packed bits, which PostgreSQL's compressor cannot make smaller: it only takes its time to find that out, a
-- thousand times for each new list of sites.
ALTER TABLE site_list_blocks ALTER COLUMN bytes SET STORAGE EXTERNAL;
