import { syntheticOrganizations } from '../../scripts/stack/organizations.data.ts';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import { rowsOf } from './people.ts';

const PORTAL = `insert into portal (id, name) values ($1, 'Portal Kerja Sintetis') on conflict (id) do nothing`;
const EMPLOYER = 'insert into employer (id, name, portal_id) values ($1, $1::uuid::text, $2)';
const VACANCY = `insert into vacancy (id, employer_id, title, description, region_code, status, posted_at, portal_id,
    reference, open_until, written_at)
  values ($1, $3, 'Lowongan', 'Dibutuhkan.', $4, 'OPEN', now(), $2, $1::uuid::text, current_date + 60, now())`;
const SKILL = `insert into vacancy_skill (vacancy_id, skill_code, is_open, portal_id) values ($1, $3, true, $2)`;

/** An open vacancy of the portal of the default run. @returns its id */
export const addStackVacancy = async ({ skill, region }: { skill: string; region: string }): Promise<string> => {
  const vacancy = uuidv7();
  const employer = uuidv7();
  const portal = syntheticOrganizations.portal.id;
  await rowsOf('jobs', PORTAL, [portal]);
  await rowsOf('jobs', EMPLOYER, [employer, portal]);
  await rowsOf('jobs', VACANCY, [vacancy, portal, employer, region]);
  await rowsOf('jobs', SKILL, [vacancy, portal, skill]);
  return vacancy;
};
