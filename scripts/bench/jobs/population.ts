import type pg from 'pg';

/** Two portals that some people let find them alone. */
export const PORTALS = ['00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-8000-00000000000b'] as const;

/** SQL of a number from 0 to 1 that hangs on `what` alone. */
const chance = (what: string, salt: number) => `((hashint8extended(${what}, ${salt}) & 2147483647) / 2147483648.0)`;

const ID = `('019a0000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;

/** SQL of one code of a catalogue, an array: the first ones much more often. */
const pick = (codes: string, by: string, skew: number) =>
  `(${codes})[1 + floor(cardinality(${codes}) * power(${by}, ${skew}))::int]`;

/** The catalogues as two arrays: an order by chance mixes skills that share their first word. */
const CATALOGUE = `catalogue as materialized (select
    (select array_agg(code order by hashtextextended(code, 5)) from known_skill) as skills,
    (select array_agg(code order by code) from known_regency) as regencies)`;

// One to six skills; the first of the skills one in nine, the last one in 600. Half of the people live in the first quarter
// of the regencies.
const PROFILES = `with ${CATALOGUE}
  insert into skill_profile (participant_id, skills, updated_at)
  select ${ID}, (
    select array_agg(distinct ${pick('catalogue.skills', chance('n * 8 + k', 1), 2.5)}) from generate_series(1, 1 + n % 6) as k), now()
  from catalogue cross join generate_series($1::int, $2::int) as n`;
// Three of a hundred let one of the two portals find them, not all.
const CONSENTS = `with ${CATALOGUE}
  insert into consent (id, participant_id, portal_id, purpose, region_code, until)
  select uuidv7(), ${ID}, case when n % 100 < 3 then ($3::uuid[])[1 + n % 2] end, 'JOB_MATCHING',
    ${pick('catalogue.regencies', chance('n', 2), 2)}, now() + interval '1 year'
  from catalogue cross join generate_series($1::int, $2::int) as n`;
const CERTIFICATES = `insert into profile_certificate (participant_id, certificate_id, skills, levels, issued_at)
  select participant_id, uuidv7(), skills, array_fill('INTERMEDIATE'::text, array[cardinality(skills)]), updated_at
  from skill_profile join generate_series($1::int, $2::int) as n on participant_id = ${ID}`;

/** Adds people `first` to `last`, the same whenever it is run, with a profile and a consent. */
export const addPeople = async (client: pg.Pool | pg.ClientBase, first: number, last: number): Promise<void> => {
  await client.query(PROFILES, [first, last]);
  await client.query(CONSENTS, [first, last, PORTALS]);
};

/** Adds the certificates that prove the skills of people, from the first number to the last. */
export const addCertificates = async (client: pg.Pool, first: number, last: number): Promise<void> => {
  await client.query(CERTIFICATES, [first, last]);
};

const VACANCIES = `with ${CATALOGUE}
  insert into vacancy (id, employer_id, title, description, region_code, is_remote, status, posted_at,
    portal_id, reference, open_until, written_at)
  select uuidv7(), employer.id, 'Lowongan', 'Dibutuhkan.', ${pick('catalogue.regencies', chance('n', 3), 2)},
    ${chance('n', 4)} < 0.08, 'OPEN', posted, employer.portal_id, n::text, current_date + 60, posted
  from catalogue cross join (select id, portal_id from employer limit 1) employer
    cross join generate_series(1, $1::int) as n
    cross join lateral (select now() - ${chance('n', 6)} * interval '60 days' as posted) at`;
// Two to five skills each.
const SKILLS = `with ${CATALOGUE}
  insert into vacancy_skill (vacancy_id, skill_code, is_open, portal_id, level, weight)
  select distinct on (id, code) id, code, true, portal_id,
    (array['BASIC', 'INTERMEDIATE', 'ADVANCED'])[1 + floor(3 * ${chance('n * 8 + k', 7)})::int],
    1 + floor(5 * ${chance('n * 8 + k', 8)})::int
  from catalogue cross join (select id, portal_id, reference::int as n from vacancy) vacancy
    cross join lateral generate_series(1, 2 + n % 4) as k
    cross join lateral (select ${pick('catalogue.skills', chance('n * 8 + k', 9), 2.5)} as code) skill`;

/** Adds open vacancies of one portal, posted in the last 60 days. */
export const addVacancies = async (client: pg.Pool, count: number): Promise<void> => {
  await client.query(`insert into portal (name) values ('Portal')`);
  await client.query(`insert into employer (name, portal_id) select 'PT Sumber Karya', id from portal`);
  await client.query(VACANCIES, [count]);
  await client.query(SKILLS);
};
