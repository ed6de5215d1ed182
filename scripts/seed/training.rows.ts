import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import type { Region } from '../../subgraphs/pmo/region/regions.data.ts';
import { type Skill, skills } from '../../subgraphs/pmo/skill/skills.data.ts';
import { platforms } from '../../subgraphs/training/platform/platforms.data.ts';
import { ownersOf } from './organizations.ts';
import { Random } from './random.ts';
import { type SeedTable, tableOf } from './table.ts';

/** A course as journeys need it. */
export interface CatalogueCourse {
  id: string;
  /** Whole rupiah. */
  price: number;
  /** The main one first. */
  skillCodes: readonly string[];
  platform: string;
  institution: string;
}

export interface Catalogue {
  courses: readonly CatalogueCourse[];
  /** Returns the tables in an order that the foreign keys permit; the institutions are spread over the regencies. */
  tables(regencies: readonly Region[]): SeedTable[];
}

const STREAM = 2;
const PLATFORM = 0;
const INSTITUTION = 1_000;
const COURSE = 10_000;

/** Number of institutions in the programme in June 2022. */
const INSTITUTIONS = 171;
const COURSES = 1_000;
/** Courses that were never on offer, behind the others. */
const IN_PREPARATION = 30;

const FIRST_COURSE = Date.parse('2021-01-04T02:00:00Z');
const COURSE_EVERY_MS = 9 * 3_600_000;
const LAST_YEAR = 2023;

const kinds = ['LPK', 'Lembaga Pelatihan', 'Akademi', 'Pusat Keterampilan', 'Sanggar Belajar'];
const firstWords = ['Cahaya', 'Karya', 'Bina', 'Mitra', 'Tunas', 'Cipta', 'Nusa', 'Sinar', 'Pelita', 'Wahana'];
const secondWords = ['Terampil', 'Mandiri', 'Harapan', 'Maju', 'Unggul', 'Bangsa', 'Sejahtera', 'Prestasi', 'Kreatif'];

const titles: readonly ((skill: Skill) => string)[] = [
  ({ nameId }) => `${nameId} untuk Pemula`,
  ({ nameId }) => `${nameId}: Kelas Dasar`,
  ({ nameId }) => `${nameId}: Kelas Lanjutan`,
  ({ nameId }) => `${nameId} Siap Kerja`,
  ({ nameId }) => `${nameId} untuk Wirausaha`,
  ({ name }) => `${name} for Beginners`,
];

const platformRecords = (seed: number) =>
  platforms.map(({ code, name, fromYear, toYear }, index) => ({
    id: uuidv7(Date.UTC(fromYear, 3, 11) + index, new Random(seed, STREAM, PLATFORM + index).bytes(10)),
    code,
    name,
    active_from: fromYear,
    active_to: toYear,
    // Names and years are those of the public lists; only what stands on them is made up.
    is_synthetic: false,
  }));

const institutionRecord = (seed: number, index: number) => {
  const random = new Random(seed, STREAM, INSTITUTION + index);
  const id = uuidv7(Date.UTC(2020, 3, 11, 3, index), random.bytes(10));
  return { id, name: `${random.pick(kinds)} ${random.pick(firstWords)} ${random.pick(secondWords)}` };
};

const seated = (institutions: readonly { id: string; name: string }[], regencies: readonly Region[]) =>
  institutions.map(({ id, name }, index) => {
    const region = regencies[Math.floor((index * regencies.length) / institutions.length)];
    const place = region?.name.replace(/^(Kabupaten|Kota) (Administrasi )?/, '');
    return { id, name: `${name} ${place}`, region_code: region?.code ?? null, is_synthetic: true };
  });

const byCategory = Map.groupBy(skills, ({ category }) => category);

/** The main skill and up to two others of its category. */
const skillsOf = (random: Random, main: Skill): string[] => {
  const related = byCategory.get(main.category) ?? [];
  const others = Array.from({ length: random.int(3) }, () => random.pick(related).code);
  return [...new Set([main.code, ...others])];
};

const preparing = ['DRAFT', 'SUBMITTED', 'UNDER_ASSESSMENT'] as const;

const statusOf = (random: Random, index: number) => {
  if (index >= COURSES) return preparing[index % preparing.length] as (typeof preparing)[number];
  const at = random.int(100);
  if (at < 90) return 'ACTIVE';
  if (at < 94) return 'WATCHED';
  return at < 97 ? 'SUSPENDED' : 'DELISTED';
};

const ratingOf = (random: Random) => {
  const count = random.chance(0.08) ? 0 : 1 + random.int(2_000);
  const tenths = 36 + random.int(13);
  return { rating_count: count, rating_sum: Math.min(5 * count, Math.ceil((count * tenths) / 10)) };
};

const modeOf = (random: Random) => random.pick(['ONLINE', 'ONLINE', 'ONLINE', 'ONLINE', 'HYBRID', 'OFFLINE']);

interface Owners {
  platforms: readonly { id: string; active_to: number }[];
  institutions: readonly { id: string }[];
}

const courseRecord = (seed: number, index: number, owners: Owners) => {
  const random = new Random(seed, STREAM, COURSE + index);
  const main = skills[index % skills.length] as Skill;
  // Neighbours in a round over the skills get another title, so that no two courses of a skill share theirs at once.
  const title = (titles[Math.floor(index / skills.length) % titles.length] as (skill: Skill) => string)(main);
  const sellers = owners.platforms.filter(({ active_to }) => active_to === LAST_YEAR);
  const record = {
    id: uuidv7(FIRST_COURSE + index * COURSE_EVERY_MS, random.bytes(10)),
    platform_id: random.pick(sellers).id,
    institution_id: (owners.institutions[index % owners.institutions.length] as { id: string }).id,
    title,
    description: `Belajar ${main.nameId.toLowerCase()} dari dasar hingga praktik, dengan tugas dan ujian akhir.`,
    price: 100_000 + 5_000 * random.int(181),
    duration_hours: 15 + random.int(46),
    mode: modeOf(random),
    status: statusOf(random, index),
    ...(index < COURSES ? ratingOf(random) : { rating_count: 0, rating_sum: 0 }),
    is_synthetic: true,
  };
  return { record, skillCodes: skillsOf(random, main) };
};

/** Platforms, 171 institutions, 1,000 courses and 30 that are not on offer yet: the same for the same seed. Ids follow their moments. */
export const catalogue = (seed: number): Catalogue => {
  const owners = {
    platforms: platformRecords(seed),
    institutions: Array.from({ length: INSTITUTIONS }, (_, index) => institutionRecord(seed, index)),
  };
  const made = Array.from({ length: COURSES + IN_PREPARATION }, (_, index) => courseRecord(seed, index, owners));
  const taught = made.flatMap(({ record, skillCodes }) =>
    skillCodes.map((code) => ({ skill_code: code, course_id: record.id })),
  );
  return {
    courses: made.slice(0, COURSES).map(({ record: { id, price, platform_id, institution_id }, skillCodes }, index) => {
      const owners = ownersOf(index) ?? { platform: platform_id, institution: institution_id };
      return { id, price, skillCodes, ...owners };
    }),
    tables: (regencies) => [
      tableOf('platform', owners.platforms),
      tableOf('institution', seated(owners.institutions, regencies)),
      tableOf(
        'course',
        made.map(({ record }) => record),
      ),
      tableOf('course_skill', taught),
    ],
  };
};
