-- A district of 100 schools for the benches of dashboard and search: 50,000 patients with 1,000,000 health records over three
-- years, 250,000 vaccinations, 75,000 allergies and 50,000 chronic conditions. Names and words are drawn from lists of falling frequency, so that a
-- search finds everything from a sixth of the records to a handful.

SELECT setseed(0.42);
SET synchronous_commit = off;
SET jit = off;

INSERT INTO organizations (id, name, kind, time_zone, path)
VALUES ('00000000-0000-7000-8000-000000000001', 'Bench district', 'district', 'America/New_York',
        ARRAY['00000000-0000-7000-8000-000000000001'::uuid]);

INSERT INTO organizations (id, parent_id, name, kind, time_zone, path)
SELECT school, district, 'School ' || n, 'school', 'America/New_York', ARRAY[district, school]
  FROM (SELECT n, '00000000-0000-7000-8000-000000000001'::uuid AS district,
               ('00000000-0000-7000-8001-' || lpad(n::text, 12, '0'))::uuid AS school
          FROM generate_series(1, 100) AS n) AS schools;

CREATE TEMP TABLE given AS SELECT string_to_array(
  'John Mary James Patricia Robert Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph Jessica Thomas Sarah Charles Karen Christopher Lisa Daniel Nancy Matthew Betty Anthony Sandra Mark Margaret Donald Ashley Steven Kimberly Andrew Emily Paul Donna Joshua Michelle Kenneth Carol Kevin Amanda Brian Melissa George Deborah Timothy Stephanie Ronald Rebecca Jason Laura Edward Sharon Jeffrey Cynthia Ryan Dorothy Jacob Amy Nicholas Kathleen Gary Angela Eric Shirley Jonathan Emma Stephen Brenda Larry Pamela Justin Nicole Scott Anna Brandon Samantha Benjamin Katherine Samuel Christine Gregory Debra Alexander Rachel Patrick Carolyn Frank Janet Raymond Maria Jack Olivia Dennis Heather Jerry Helen Zoë Siobhán',
  ' ') AS names;
CREATE TEMP TABLE family AS SELECT string_to_array(
  'Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson Anderson Thomas Taylor Moore Jackson Martin Lee Perez Thompson White Harris Sanchez Clark Ramirez Lewis Robinson Walker Young Allen King Wright Scott Torres Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera Campbell Mitchell Carter Roberts Gomez Phillips Evans Turner Diaz Parker Cruz Edwards Collins Reyes Stewart Morris Morales Murphy Cook Rogers Gutierrez Ortiz Morgan Cooper Peterson Bailey Reed Kelly Howard Ramos Kim Cox Ward Richardson Watson Brooks Chavez Wood James Bennett Gray Mendoza Ruiz Hughes Price Alvarez Castillo Sanders Patel Myers Long Ross Foster Jimenez Powell Jenkins Perry Russell Sullivan Bell Coleman Butler Henderson Barnes Fisher Vasquez Simmons Graham Murray Ford Castro Marshall Owens Harrison Fernandez McDonald Woods Washington Kennedy Wells Vargas Henry Freeman Webb Tucker Guzman Burns Crawford Olson Simpson Porter Hunter Gordon Mendez Silva Shaw Snyder Mason Dixon Munoz Hunt Hicks Holmes Palmer Wagner Black Robertson Boyd Rose Stone Salazar Fox Warren Mills Meyer Rice Schmidt Garza Daniels Ferguson Nichols Stephens Soto Weaver Ryan Gardner Payne Grant Dunn Kelley Spencer Hawkins Arnold Pierce Hansen Peters Santos Hart Bradley Knight Elliott Cunningham Duncan Armstrong Hudson Carroll Lane Riley Andrews Alvarado Ray Delgado Berry Perkins Hoffman Johnston Matthews Pena Richards Contreras Willis Carpenter Lawrence Sandoval',
  ' ') AS names;

INSERT INTO patients (id, organization_id, mrn, given_name, family_name, birth_date, sex, grade, created_at)
SELECT ('00000000-0000-7000-8002-' || lpad(n::text, 12, '0'))::uuid,
       ('00000000-0000-7000-8001-' || lpad((1 + n % 100)::text, 12, '0'))::uuid,
       'B' || lpad(n::text, 7, '0'),
       given.names[1 + floor(power(random(), 1.6) * cardinality(given.names))::int],
       family.names[1 + floor(power(random(), 1.6) * cardinality(family.names))::int],
       current_date - (1500 + (random() * 5100)::int), CASE WHEN random() < 0.5 THEN 'female' ELSE 'male' END,
       (1 + n % 12)::text, now() - random() * interval '1000 days'
  FROM generate_series(1, 50000) AS n, given, family;

CREATE TEMP TABLE words AS SELECT string_to_array(
  'headache fever cough stomach ache nausea fall playground scraped knee bandage ice rest returned class parent called home inhaler asthma wheezing albuterol dose given tolerated well rash itching hives antihistamine nosebleed pressure dizziness fainted water sugar insulin glucose check seizure duration concussion screening vision hearing failed referral sent dental pain loose tooth splinter removed eye irritation rinsed bee sting epinephrine sprain ankle wrist swelling fracture suspected ambulance vomiting diarrhea sore throat strep test negative positive lice medication missed refill anxiety counselor talked migraine dark room quiet allergy peanut exposure observed breathing normal pulse steady immunization record reviewed scoliosis dermatitis cream applied burn cafeteria finger laceration stitches tetanus sinusitis pneumonia mononucleosis appendicitis anaphylaxis hypoglycemia ketoacidosis thrombocytopenia pheochromocytoma',
  ' ') AS list;

INSERT INTO health_records (id, patient_id, type, occurred_at, description, provider, notes, vital, created_at)
SELECT uuid_v7_at(at), ('00000000-0000-7000-8002-' || lpad((1 + (n::bigint * 7919) % 50000)::text, 12, '0'))::uuid,
       (ARRAY['CHECKUP','ILLNESS','INJURY','SCREENING','VITALS','MEDICATION','INCIDENT','NOTE'])[1 + (random() * 7.99)::int % 8],
       at, 'Visit ' || n || ': ' || w.text, 'Nurse ' || (n % 300), CASE WHEN n % 3 = 0 THEN w.more END,
       CASE WHEN n % 4 = 0 THEN jsonb_build_object('heightCm', 100 + (random() * 70)::int, 'weightKg', 15 + (random() * 50)::int,
            'temperatureC', round((36 + random() * 2.1)::numeric, 1), 'heartRate', 60 + (random() * 60)::int,
            'systolic', 90 + (random() * 35)::int, 'diastolic', 50 + (random() * 30)::int) END, at
  FROM (SELECT n, now() - power(random(), 1.2) * interval '1095 days' AS at FROM generate_series(1, 1000000) AS n) AS visits
 CROSS JOIN LATERAL (
   SELECT string_agg(word, ' ') FILTER (WHERE k <= 8) AS text, string_agg(word, ' ') FILTER (WHERE k > 8) AS more
     FROM (SELECT k, CASE WHEN random() < 0.15 THEN 'lot' || floor(power(random(), 3) * 20000 + n * 0)
                              ELSE words.list[1 + floor(power(random(), 1.5) * cardinality(words.list))::int] END AS word
             FROM generate_series(1, 18) AS k, words) AS picks) AS w;

INSERT INTO vaccinations (id, patient_id, cvx, vaccine_name, administered_on, created_at)
SELECT uuid_v7_at(at), ('00000000-0000-7000-8002-' || lpad((1 + n % 50000)::text, 12, '0'))::uuid,
       (ARRAY['03','20','08','10','21','48','114','115','62','140'])[1 + n % 10], 'Vaccine', current_date - (n % 3650), at
  FROM (SELECT n, now() - random() * interval '900 days' AS at FROM generate_series(1, 250000) AS n) AS rows ON CONFLICT DO NOTHING;

INSERT INTO allergies (id, patient_id, allergen, severity, created_at)
SELECT uuid_v7_at(at), ('00000000-0000-7000-8002-' || lpad((1 + (n * 31) % 50000)::text, 12, '0'))::uuid,
       (ARRAY['Peanut','Bee venom','Penicillin','Milk','Egg','Latex'])[1 + (n / 50000 + n) % 6],
       (ARRAY['UNKNOWN','MILD','MODERATE','SEVERE','LIFE_THREATENING'])[1 + (random() * 4.99)::int % 5], at
  FROM (SELECT n, now() - random() * interval '900 days' AS at FROM generate_series(1, 75000) AS n) AS rows ON CONFLICT DO NOTHING;

INSERT INTO chronic_conditions (id, patient_id, code, code_system, name, status, created_at, updated_at)
SELECT uuid_v7_at(at), ('00000000-0000-7000-8002-' || lpad((1 + (n * 17) % 50000)::text, 12, '0'))::uuid,
       (ARRAY['J45','E10','G40','F90'])[1 + n % 4], 'ICD-10', (ARRAY['Asthma','Diabetes','Epilepsy','ADHD'])[1 + n % 4],
       (ARRAY['ACTIVE','ACTIVE','REMISSION','RESOLVED'])[1 + n % 4], at, at
  FROM (SELECT n, now() - random() * interval '900 days' AS at FROM generate_series(1, 50000) AS n) AS rows ON CONFLICT DO NOTHING;

ANALYZE;
