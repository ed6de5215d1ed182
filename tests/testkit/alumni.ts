import type { Pool } from 'pg';
import type { Caller } from '../../subgraphs/kit/caller.ts';
import { jakartaDayAfter } from '../../subgraphs/kit/jakarta.ts';

export interface AlumniFixture {
  /** The number of the first one's id, as `idOf` makes ids; further ones follow. */
  first: number;
  count: number;
  skills: readonly string[];
  /** Null for a consent to all portals. */
  portal?: string | null;
  region?: string;
  purpose?: string;
  /** Days for which the consent holds. */
  days?: number;
  isWithdrawn?: boolean;
}

const IDS = `select ('00000000-0000-7000-8000-' || lpad(number::text, 12, '0'))::uuid as id
  from generate_series($1::int, $1::int + $2::int - 1) as number`;
const PROFILES = `insert into skill_profile (participant_id, skills, updated_at)
  select id, $3::text[], now() from (${IDS}) person on conflict (participant_id) do nothing`;
const CONSENTS = `insert into consent (id, participant_id, portal_id, purpose, region_code, until, withdrawn_at)
  select uuidv7(), id, $3::uuid, $4, $5, now() + make_interval(days => $6::int), case when $7 then now() end
  from (${IDS}) person`;

/** Lets every group of ten be shown, as tests count: otherwise the size is a secret between 10 and 19. */
export const SHOW_TEN = 'delete from alumni_edge';

/** Adds people with a profile and a consent; they are found from the next roster on, and shown where they are ten. */
export const addAlumni = async (pool: Pool, fixture: AlumniFixture): Promise<void> => {
  const { first, count, skills, portal = null, region = '32.73', purpose = 'JOB_MATCHING' } = fixture;
  const { days = 30, isWithdrawn = false } = fixture;
  await pool.query(SHOW_TEN);
  await pool.query(PROFILES, [first, count, skills]);
  await pool.query(CONSENTS, [first, count, portal, purpose, region, days, isWithdrawn]);
};

/** Makes a new roster, as the work of a new day does; searches begin anew. */
export const makeNewRoster = async (pool: Pool, now: Date = new Date()): Promise<void> => {
  await pool.query('select make_alumni_roster($1::date, $2::timestamptz)', [jakartaDayAfter(now, 0), now]);
};

/** A portal's client that may search. */
export const portalOf = (org: string | null, ...scopes: string[]): Caller => ({
  id: 'a-client',
  org,
  can: (scope) => (scopes.length > 0 ? scopes : ['alumni:search']).includes(scope),
});
