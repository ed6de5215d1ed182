import { syntheticOrganizations } from '../../scripts/stack/organizations.data.ts';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import type { Arguments } from './access-document.ts';
import type { RowOwners } from './access-organizations.ts';
import { addCrowd, makeStackRoster } from './alumni-of-stack.ts';
import { graphClient } from './client.ts';
import { rowsOf } from './people.ts';

const HOME = `select region_code as region, array(select skill_code from alumni_cell where province_code = left(region_code, 2))
  as held from consent where participant_id = $1 order by id desc limit 1`;
const UNHELD = 'select code from skill where code <> all($1::text[]) order by random() limit 1';
const LEARN = 'update skill_profile set skills = array_append(skills, $2) where participant_id = $1';

const argumentsFor = (skill: string, province: string): string =>
  `skills: ["${skill}"], region: "${province}", purpose: VACANCY`;

/** Lets the person and nine others alone hold a skill in a province, and a portal be shown them all. */
export const showToPortal = async (stack: { url: string; data: string }, victim: string): Promise<Arguments> => {
  const [home] = await rowsOf<{ region: string; held: string[] }>('jobs', HOME, [victim]);
  const [skill] = await rowsOf<{ code: string }>('pmo', UNHELD, [home?.held]);
  if (!home || !skill) throw new Error('the person lets no portal find them');
  await rowsOf('jobs', LEARN, [victim, skill.code]);
  await addCrowd([skill.code], home.region, 9);
  await makeStackRoster();
  const given = argumentsFor(skill.code, home.region.slice(0, 2));
  await graphClient(stack)('portal').query(`{ alumniBySkill(${given}, first: 50) { nodes { pseudonym } } }`);
  return { 'Query.alumniBySkill': given, 'Query.skillSupply': `region: "${home.region.slice(0, 2)}"` };
};

const PROFILES = `insert into skill_profile (participant_id, skills, updated_at)
  select id, array[$2], now() from unnest($1::uuid[]) as id`;
const CONSENT = `insert into consent (id, participant_id, portal_id, purpose, region_code, until)
  select uuidv7(), id, $2, 'JOB_MATCHING', $3, now() + interval '1 day' from unnest($1::uuid[]) as id`;

/** Ten people who let one portal find them, in a province where nobody else has the skill, and ten of another portal. */
export const portalsOfAlumni = async (): Promise<{ owners: RowOwners; given: Arguments }> => {
  const cells = `select distinct skill_code as code from alumni_cell where province_code in ('33', '34', '35')`;
  const held = (await rowsOf<{ code: string }>('jobs', cells)).map(({ code }) => code);
  const [{ code: skill } = { code: undefined }] = await rowsOf<{ code: string }>('pmo', UNHELD, [held]);
  if (skill === undefined) throw new Error('every skill is held in these provinces');
  const portals = [syntheticOrganizations.portal.id, uuidv7()];
  for (const [index, region] of ['33.01', '34.01'].entries()) {
    const people = Array.from({ length: 10 }, () => uuidv7());
    await rowsOf('jobs', PROFILES, [people, skill]);
    await rowsOf('jobs', CONSENT, [people, portals[index], region]);
  }
  // Whom every portal counts.
  await addCrowd([skill], '35.01', 10);
  await makeStackRoster();
  return {
    owners: { own: portals.slice(0, 1), other: portals[1] ?? '' },
    given: { 'Query.alumniBySkill': argumentsFor(skill, '33'), 'Query.skillSupply': 'region: "35"' },
  };
};
