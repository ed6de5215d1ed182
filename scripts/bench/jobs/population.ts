import type pg from 'pg';

/** Two portals that some people let find them alone. */
export const PORTALS = ['00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-8000-00000000000b'] as const;

const SKILLS = 229;
const PROVINCES = 38;

/** SQL of a number from 0 to 1 that hangs on `what` alone. */
const chance = (what: string, salt: number) => `((hashint8extended(${what}, ${salt}) & 2147483647) / 2147483648.0)`;

const ID = `('019a0000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;

// One to four of 229 skills, the first ones much more often; half of the people live in the first nine of 38 provinces.
const PROFILES = `insert into skill_profile (participant_id, skills, updated_at)
  select ${ID}, (
    select array_agg(distinct 'skill-' || floor(${SKILLS} * power(${chance('n * 8 + k', 1)}, 2.5))::int)
    from generate_series(1, 1 + n % 4) as k), now()
  from generate_series($1::int, $2::int) as n`;
// Three of a hundred let one of the two portals find them, not all.
const CONSENTS = `insert into consent (id, participant_id, portal_id, purpose, region_code, until)
  select uuidv7(), ${ID}, case when n % 100 < 3 then ($3::uuid[])[1 + n % 2] end, 'JOB_MATCHING',
    (11 + floor(${PROVINCES} * power(${chance('n', 2)}, 2))::int)::text || '.' || lpad((1 + n % 15)::text, 2, '0'),
    now() + interval '1 year'
  from generate_series($1::int, $2::int) as n`;

/** Adds people `first` to `last`, the same whenever it is run, with a profile and a consent. */
export const addPeople = async (client: pg.Pool | pg.ClientBase, first: number, last: number): Promise<void> => {
  await client.query(PROFILES, [first, last]);
  await client.query(CONSENTS, [first, last, PORTALS]);
};
