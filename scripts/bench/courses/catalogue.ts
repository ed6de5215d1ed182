import type pg from 'pg';
import { uuidv7 } from '../../../subgraphs/kit/ids.ts';
import { readRegions } from '../../../subgraphs/pmo/region/regions.data.ts';
import { skills } from '../../../subgraphs/pmo/skill/skills.data.ts';
import { Random } from '../../seed/random.ts';
import { type PlantedCourse, planted } from './planted.ts';

const STREAM = 12;
const INSTITUTIONS = 171;
const FIRST = Date.parse('2021-01-04T02:00:00Z');

const levels = ['', '', ' Dasar', ' Lanjutan', ' untuk Pemula', ' Tingkat Mahir', ': Kelas Intensif', ' Siap Kerja'];
const details = `dengan Excel;untuk UMKM;di Era Digital;Bersertifikat BNSP;untuk Wirausaha Muda;bagi Ibu Rumah Tangga;
  untuk Fresh Graduate;Berbasis Proyek;dari Nol;untuk Karyawan Toko;untuk Lulusan SMK;di Desa Wisata;bagi Pekerja Pabrik;
  untuk Penyandang Disabilitas;dengan Praktik Langsung;untuk Usaha Rumahan;bagi Nelayan;bagi Petani;di Industri Perhotelan;
  untuk Kafe dan Restoran;dengan Kecerdasan Buatan;untuk Pasar Ekspor;sesuai Standar SKKNI;bersama Praktisi;di Rumah Sakit;
  untuk Toko Online;dengan Ponsel;bagi Pekerja Migran;untuk Koperasi;di Sekolah;for Beginners;with Real Projects;
  for Small Business;for Job Seekers;Masterclass;Bootcamp`
  .split(';')
  .map((text) => text.trim());
const places =
  `Jakarta Bandung Surabaya Medan Makassar Semarang Yogyakarta Denpasar Padang Palembang Manado Kupang Ambon Jayapura
  Pontianak Samarinda Mataram Solo Malang Bogor`.split(/\s+/);
const lessons =
  `Peserta mempelajari langkah kerja, alat dan bahan, keselamatan, perhitungan biaya, serta cara menawarkan hasilnya.
  Setiap pertemuan ditutup latihan dan umpan balik dari pengajar yang berpengalaman di bidangnya. Tugas akhir dinilai menurut
  standar kompetensi kerja nasional, dan peserta menerima sertifikat setelah lulus ujian.`.replace(/\s+/g, ' ');

const titleOf = (random: Random, skill: (typeof skills)[number]): string => {
  const name = random.chance(0.2) ? skill.name : skill.nameId;
  const place = random.chance(0.1) ? ` ${random.pick(places)}` : '';
  return `${name}${random.pick(levels)}${random.chance(0.8) ? ` ${random.pick(details)}` : ''}${place}`;
};

const ratingOf = (random: Random) => {
  const count = random.chance(0.3) ? 0 : 1 + random.int(500);
  return { rating_count: count, rating_sum: Math.ceil((count * (30 + random.int(20))) / 10) };
};

const allPlanted: readonly PlantedCourse[] = Object.values(planted).flat();

/** The ids of platforms, institutions and classes begin alike. */
const idOf = (kind: number, index: number) => `00000000-000${kind}-7000-8000-${String(index).padStart(12, '0')}`;

const courseOf = (random: Random, index: number, title?: string) => {
  const skill = random.pick(skills);
  const other = random.pick(skills);
  return {
    id: uuidv7(FIRST + index * 60_000, random.bytes(10)),
    platform_id: idOf(1, random.int(6)),
    institution_id: idOf(2, random.int(INSTITUTIONS)),
    title: title ?? titleOf(random, skill),
    description: `Belajar ${skill.nameId.toLowerCase()} (${skill.name.toLowerCase()}). ${lessons}`,
    price: 100_000 + 5_000 * random.int(481),
    duration_hours: 15,
    mode: random.pick(['ONLINE', 'ONLINE', 'ONLINE', 'HYBRID', 'OFFLINE']),
    status: random.chance(0.1) ? 'WATCHED' : 'ACTIVE',
    ...ratingOf(random),
    // What is planted has no skill of its own: it is found by its title.
    skills: title === undefined ? [...new Set([skill.code, ...(random.chance(0.5) ? [other.code] : [])])] : [],
  };
};

export type MadeCourse = ReturnType<typeof courseOf>;

/** Courses with realistic titles, those of `planted` spread evenly among them: the same for the same seed. */
export const makeCourses = (count: number, seed = 1): MadeCourse[] => {
  const every = Math.max(1, Math.floor(count / allPlanted.length));
  return Array.from({ length: count }, (_, index) => {
    const title = index % every === 0 ? allPlanted[index / every]?.title : undefined;
    return courseOf(new Random(seed, STREAM, index), index, title);
  });
};

const recordset = (columns: string) => `json_to_recordset($1) as row (${columns})`;

const COURSES = `insert into course
    (id, platform_id, institution_id, title, description, price, duration_hours, mode, status, rating_count, rating_sum)
  select * from ${recordset(`id uuid, platform_id uuid, institution_id uuid, title text, description text, price bigint,
    duration_hours int, mode text, status text, rating_count int, rating_sum bigint`)}`;
const SKILLS = `insert into course_skill (course_id, skill_code)
  select row.id, skill from ${recordset('id uuid, skills text[]')}, unnest(row.skills) as skill`;
const CLASSES = `insert into schedule (course_id, mode, region_code, address, instructor, seats, starts_at, ends_at)
  select * from ${recordset(`course_id uuid, mode text, region_code text, address text, instructor text, seats int,
    starts_at timestamptz, ends_at timestamptz`)}`;
const PLATFORMS = `insert into platform (id, code, name, active_from) select id, code, name, 2023
  from ${recordset('id uuid, code text, name text')}`;
const INSTITUTION = `insert into institution (id, name, region_code) select * from ${recordset('id uuid, name text, region_code text')}`;

const CHUNK = 5_000;

/** Stores the courses with their owners, and two classes to come for every second of them, after `now`. */
export const storeCourses = async (client: pg.Pool, courses: readonly MadeCourse[], now: Date): Promise<void> => {
  const regencies = (await readRegions()).filter(({ level }) => level === 'REGENCY');
  const random = new Random(1, STREAM, 9_999_999);
  const platforms = Array.from({ length: 6 }, (_, index) => ({
    id: idOf(1, index),
    code: `bench-${index}`,
    name: `Platform ${index}`,
  }));
  const institutions = Array.from({ length: INSTITUTIONS }, (_, index) => {
    const { code, name } = random.pick(regencies);
    return { id: idOf(2, index), name: `LPK ${name}`, region_code: code };
  });
  const put = (sql: string, rows: readonly object[]) => client.query(sql, [JSON.stringify(rows)]);
  await put(PLATFORMS, platforms);
  await put(INSTITUTION, institutions);
  for (let from = 0; from < courses.length; from += CHUNK) {
    const chunk = courses.slice(from, from + CHUNK);
    await put(COURSES, chunk);
    await put(SKILLS, chunk);
    const classes = chunk
      .filter((_, index) => index % 2 === 0)
      .flatMap(({ id, mode }) =>
        [1, 2].map(() => {
          const startsAt = now.getTime() + 3_600_000 * (1 + random.int(2_000));
          const place =
            mode === 'ONLINE' ? {} : { region_code: random.pick(regencies).code, address: 'Jalan Merdeka 1' };
          const times = { starts_at: new Date(startsAt), ends_at: new Date(startsAt + 7_200_000) };
          return { course_id: id, mode, instructor: 'Siti', seats: 30, ...place, ...times };
        }),
      );
    await put(CLASSES, classes);
  }
  await client.query('analyze');
};
