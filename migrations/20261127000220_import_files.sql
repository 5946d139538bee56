-- Whether a stored file belongs to an import is asked by its key; only files of the last month have one.
DROP INDEX imports_files;
CREATE UNIQUE INDEX imports_file_key ON imports (file_key) WHERE file_key IS NOT NULL;
