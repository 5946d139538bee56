-- Finding a patient by a name that was heard, mistyped or written with other accents.

CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch;

-- The words of a name, lower case, without accents and apostrophes, blanks around each: ' mary ann obrien '. The dictionary is
-- named, so that the result depends on nothing but the name.
CREATE FUNCTION name_text(given_name text, family_name text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  RETURN regexp_replace(' ' || lower(public.unaccent('public.unaccent'::regdictionary,
    translate(given_name || ' ' || family_name, '''’`´', ''))) || ' ', '[^[:alnum:]]+', ' ', 'g');

-- What stays of each word when it is mistyped: its letters in order of the alphabet (swapped letters), and how it sounds
-- (double metaphone). 'jonh' and 'john' share both.
CREATE FUNCTION name_keys(name text) RETURNS text[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  RETURN (
    SELECT coalesce(array_agg(DISTINCT key), '{}')
      FROM unnest(string_to_array(btrim(name), ' ')) AS word,
           LATERAL (VALUES ('a' || (SELECT string_agg(letter, '' ORDER BY letter COLLATE "C") FROM unnest(string_to_array(word, NULL)) AS letter)),
                           ('p' || public.dmetaphone(word)), ('p' || public.dmetaphone_alt(word))) AS keys (key)
     WHERE length(word) > 1 AND key <> 'p');

-- Stored, since a search that finds a hundred thousand Johns would make it again for each.
ALTER TABLE patients ADD COLUMN name_text text GENERATED ALWAYS AS (name_text(given_name, family_name)) STORED;

DROP INDEX patients_name_trigrams;
CREATE INDEX patients_name_text ON patients USING gin (name_text gin_trgm_ops)
  WHERE merged_into IS NULL AND retired_at IS NULL;
CREATE INDEX patients_name_keys ON patients USING gin (name_keys(name_text))
  WHERE merged_into IS NULL AND retired_at IS NULL;

-- An MRN is unique in its organization; a district looks for it in all its schools.
CREATE INDEX patients_mrn_anywhere ON patients (mrn);
