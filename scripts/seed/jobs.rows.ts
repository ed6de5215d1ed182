import { jobPortals } from '../../subgraphs/jobs/portal/portals.data.ts';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import { type Skill, skills } from '../../subgraphs/pmo/skill/skills.data.ts';
import { syntheticOrganizations } from '../stack/organizations.data.ts';
import { Random } from './random.ts';
import { type SeedTable, tableOf } from './table.ts';

const STREAM = 3;
const EMPLOYER = 0;
const VACANCY = 10_000;

const EMPLOYERS = 200;
const VACANCIES = 2_000;

const FIRST_POSTED = Date.parse('2026-08-24T01:00:00Z');
const POSTED_EVERY_MS = 3_600_000;

/** The sample vacancies stay open, whenever the graph is started. */
const OPEN_UNTIL = '2099-12-31';

/** With that of the default run, whose token sees its own. */
const portals = [...jobPortals, syntheticOrganizations.portal];

const forms = ['PT', 'PT', 'CV', 'UD', 'Koperasi', 'Toko', 'Rumah Produksi'];
const firstWords = ['Sumber', 'Sinar', 'Karya', 'Anugerah', 'Berkah', 'Mitra', 'Surya', 'Bintang', 'Bumi', 'Samudra'];
const secondWords = ['Abadi', 'Makmur', 'Sentosa', 'Jaya', 'Lestari', 'Utama', 'Mandiri', 'Nusantara', 'Gemilang'];

const titles: readonly ((skill: Skill) => string)[] = [
  ({ nameId }) => `Staf ${nameId}`,
  ({ nameId }) => `${nameId} (Penuh Waktu)`,
  ({ nameId }) => `${nameId} (Paruh Waktu)`,
  ({ nameId }) => `Tenaga ${nameId}`,
  ({ name }) => `${name}: Junior Position`,
];

const employerRecord = (seed: number, index: number) => {
  const random = new Random(seed, STREAM, EMPLOYER + index);
  return {
    id: uuidv7(Date.UTC(2022, 0, 3, 2, index), random.bytes(10)),
    portal_id: (portals[index % portals.length] as { id: string }).id,
    name: `${random.pick(forms)} ${random.pick(firstWords)} ${random.pick(secondWords)} ${index + 1}`,
    is_synthetic: true,
  };
};

const byCategory = Map.groupBy(skills, ({ category }) => category);

/** One to four skills of one category. */
const skillsOf = (random: Random): [Skill, ...Skill[]] => {
  const main = random.pick(skills);
  const related = byCategory.get(main.category) ?? [];
  const others = Array.from({ length: random.int(4) }, () => random.pick(related));
  return [main, ...new Set(others.filter(({ code }) => code !== main.code))];
};

const occupations = ['5120', '5131', '5223', '4110', '4222', '2513', '7231', '7531', '9112', '9412', '3411', '8322'];
const levels = ['BASIC', 'BASIC', 'INTERMEDIATE', 'ADVANCED'];

const statusOf = (random: Random) => {
  const at = random.int(100);
  if (at < 85) return 'OPEN';
  if (at < 90) return 'FILLED';
  if (at < 95) return 'CLOSED';
  return at < 98 ? 'PAUSED' : 'DRAFT';
};

/** Whole rupiah a month; a fifth of the vacancies state no pay. */
const salaryOf = (random: Random) => {
  if (random.chance(0.2)) return { monthly_salary_from: null, monthly_salary_to: null };
  const from = 1_800_000 + 50_000 * random.int(80);
  return { monthly_salary_from: from, monthly_salary_to: from + 50_000 * random.int(40) };
};

interface Places {
  employers: readonly { id: string; portal_id: string }[];
  regencies: readonly string[];
}

const vacancyRecord = (seed: number, index: number, { employers, regencies }: Places) => {
  const random = new Random(seed, STREAM, VACANCY + index);
  const wanted = skillsOf(random);
  const postedAt = FIRST_POSTED + index * POSTED_EVERY_MS;
  const status = statusOf(random);
  const employer = random.pick(employers);
  const record = {
    id: uuidv7(postedAt, random.bytes(10)),
    portal_id: employer.portal_id,
    reference: `LOKER-${index + 1}`,
    employer_id: employer.id,
    occupation: random.pick(occupations),
    title: random.pick(titles)(wanted[0]),
    description: `Dibutuhkan: ${wanted.map(({ nameId }) => nameId).join(', ')}. Pelamar bersertifikat diutamakan.`,
    region_code: regencies[index % regencies.length] as string,
    ...salaryOf(random),
    status,
    posted_at: status === 'DRAFT' ? null : new Date(postedAt),
    open_until: OPEN_UNTIL,
    written_at: new Date(postedAt),
    is_synthetic: true,
  };
  return { record, skills: wanted.map(({ code }) => code) };
};

/** Five portals, 200 employers and 2,000 vacancies over all `regencies`, in the order in which they can be loaded. */
export const jobsTables = (seed: number, regencies: readonly string[]): SeedTable[] => {
  const employers = Array.from({ length: EMPLOYERS }, (_, index) => employerRecord(seed, index));
  const made = Array.from({ length: VACANCIES }, (_, index) => vacancyRecord(seed, index, { employers, regencies }));
  const wanted = made.flatMap(({ record, skills: codes }) =>
    codes.map((code, place) => ({
      vacancy_id: record.id,
      skill_code: code,
      is_open: record.status === 'OPEN',
      portal_id: record.portal_id,
      level: levels[(code.length + place) % levels.length] as string,
      weight: place === 0 ? 5 : 3,
    })),
  );
  return [
    tableOf(
      'portal',
      portals.map(({ id, name }) => ({ id, name, is_synthetic: true })),
    ),
    tableOf('employer', employers),
    tableOf(
      'vacancy',
      made.map(({ record }) => record),
    ),
    tableOf('vacancy_skill', wanted),
  ];
};
