import pg from 'pg';
import { inject } from 'vitest';
import { SHOW_TEN } from './alumni.ts';
import { rowsOf } from './people.ts';

const OTHERS = `with other as (select uuidv7() as id from generate_series(1, $3::int)),
  holder as (insert into skill_profile (participant_id, skills, updated_at) select id, $1::text[], now() from other)
  insert into consent (id, participant_id, portal_id, purpose, region_code, until)
    select uuidv7(), id, null, 'JOB_MATCHING', $2, now() + interval '30 days' from other returning participant_id as id`;
const MAKE = `select make_alumni_roster((now() at time zone 'Asia/Jakarta')::date, now())`;

/** Makes a new roster in the running stack, as a new day does, of which every group of ten is shown. */
export const makeStackRoster = async () => {
  await rowsOf('jobs', SHOW_TEN);
  await rowsOf('jobs', MAKE);
};

/** People of the running stack's jobs who hold the skills in a regency and let all portals find them: a crowd to stand in. */
export const addCrowd = async (skills: readonly string[], region: string, count: number): Promise<string[]> =>
  (await rowsOf<{ id: string }>('jobs', OTHERS, [skills, region, count])).map(({ id }) => id);

/** Lets nobody make a new roster of the running stack meanwhile: samples and cursors stay. */
export const withoutNewRoster = async <T>(work: () => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: inject('stack').databases.jobs });
  await client.connect();
  try {
    await client.query('begin');
    await client.query('lock table alumni_roster in share mode');
    return await work();
  } finally {
    await client.end();
  }
};
