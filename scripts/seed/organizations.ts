import type { Client } from 'pg';
import { inForce, provinces } from '../../subgraphs/training/policy/index.ts';
import { syntheticOrganizations } from '../stack/organizations.data.ts';

const PLATFORM = `insert into platform (id, code, name, active_from, is_synthetic, organization_id)
  values ($1, 'sintetis', $2, 2023, true, $1)`;

const INSTITUTION = `insert into institution (id, name, region_code, is_synthetic, organization_id)
  select $1, $2, region_code, true, $1 from institution order by id limit 1`;

/** What six platforms sell, seven do. */
const EVERY = 7;

/** Who sells and teaches course `index`, in the order of their ids, when it is of the organisations of the default run. */
export const ownersOf = (index: number): { platform: string; institution: string } | null =>
  (index + 1) % EVERY === 0
    ? { platform: syntheticOrganizations.platform.id, institution: syntheticOrganizations.institution.id }
    : null;

const COURSES = `update course set platform_id = $1, institution_id = $2
  from (select id, row_number() over (order by id) as place from course) as numbered
  where numbered.id = course.id and place % ${EVERY} = 0`;

// All provinces, so that each of them may publish; the numbers are made up.
const PROFILES = `insert into organization_profile
    (organization_id, tax_number, legal_form, established, accreditation, provinces, updated_at)
  select organization_id, '00' || lpad((row_number() over (order by organization_id))::text, 14, '9'), 'FOUNDATION',
    '2015-01-05', 'Sintetis', $1, now()
  from (select organization_id from platform union select organization_id from institution) as partner`;

const linked = (table: string) => `update ${table} set organization_id = id where organization_id is null`;

/**
 * Gives the platform and the institution of the default run rows and courses of their own, so that their tokens see
 * something. Each of the others is an organisation under the id of its row: `npm run token -- --as platform --id …`.
 */
export const joinOrganizations = async (client: Client): Promise<void> => {
  const { platform, institution } = syntheticOrganizations;
  await client.query(PLATFORM, [platform.id, platform.name]);
  await client.query(INSTITUTION, [institution.id, institution.name]);
  await client.query(COURSES, [platform.id, institution.id]);
  for (const table of ['platform', 'institution']) await client.query(linked(table));
  await client.query(PROFILES, [inForce(provinces, '2026-01-01').value]);
};
