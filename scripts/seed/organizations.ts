import type { Client } from 'pg';
import { syntheticOrganizations } from '../stack/organizations.data.ts';

const PLATFORM = `insert into platform (id, code, name, active_from, is_synthetic, organization_id)
  values ($1, 'sintetis', $2, 2023, true, $1)`;

const INSTITUTION = `insert into institution (id, name, region_code, is_synthetic, organization_id)
  select $1, $2, region_code, true, $1 from institution order by id limit 1`;

// Every seventh course: what six platforms sell, seven do.
const COURSES = `update course set platform_id = $1, institution_id = $2
  from (select id, row_number() over (order by id) as place from course) as numbered
  where numbered.id = course.id and place % 7 = 0`;

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
};
