import { skills } from '../../../subgraphs/pmo/skill/skills.data.ts';
import { Random } from '../../seed/random.ts';
import { syntheticOrganizations } from '../../stack/organizations.data.ts';
import { courseFaults } from './course.faults.ts';
import type { Cells, Fixture } from './fixture.ts';

const STREAM = 71;

const subjects = [
  'Pengantar',
  'Alat dan bahan',
  'Keselamatan kerja',
  'Latihan terbimbing',
  'Studi kasus',
  'Proyek mandiri',
  'Umpan balik',
  'Ujian akhir',
];
const audiences = ['untuk Pemula', 'Siap Kerja', 'untuk Wirausaha', 'Tingkat Lanjut', 'di Tempat Kerja', 'dari Rumah'];
const sentences = [
  'Pelatihan ini disusun bersama praktisi, sehingga setiap materi dapat langsung dipakai di tempat kerja.',
  'Peserta mengerjakan latihan nyata, mendapat umpan balik tertulis, dan menyimpan hasilnya sebagai portofolio.',
  'Instruktur mendampingi setiap sesi; pertanyaan dijawab paling lambat satu hari kerja.',
  'Setelah lulus, peserta mampu bekerja mandiri dengan alat yang umum dipakai di industri.',
  'Bahan ajar dapat diunduh dan dibaca kembali "kapan saja", juga dengan sambungan yang lambat.',
];

const syllabusOf = (random: Random) => {
  const units = 3 + random.int(6);
  return Array.from({ length: units }, (_, index) => ({
    title: `${subjects[index % subjects.length]}`,
    hours: 2 + random.int(5),
  }));
};

const courseCells = (seed: number, index: number): Cells => {
  const random = new Random(seed, STREAM, index);
  const skill = random.int(skills.length);
  const other = random.int(skills.length - 1);
  const main = skills[skill];
  const second = skills[(skill + 1 + other) % skills.length];
  const units = syllabusOf(random);
  const price = (200 + random.int(1_800)) * 1_000;
  const lines = Array.from({ length: 3 + random.int(8) }, () => random.pick(sentences));
  return {
    reference: `KLS-${String(index + 1).padStart(6, '0')}`,
    institution: syntheticOrganizations.institution.id,
    title: `${main?.nameId} ${random.pick(audiences)}, angkatan ${1 + random.int(400)}`,
    description: lines.join(random.chance(0.3) ? '\n' : ' '),
    mode: random.pick(['ONLINE', 'Daring', 'HYBRID', 'Luring']),
    language: 'id',
    price,
    priceOutside: price + random.int(5) * 50_000,
    durationHours: units.reduce((sum, { hours }) => sum + hours, 0),
    syllabus: units.map(({ title, hours }) => `${title}|${hours}`).join(';'),
    skills: `${main?.code}:BASIC;${second?.code}:INTERMEDIATE`,
    accessibility: random.chance(0.2) ? 'CAPTIONS;SCREEN_READER' : '',
    url: random.chance(0.5) ? `https://platform.co.id/kelas/${index + 1}` : '',
    'catatan internal': `baris ${index + 1}`,
  };
};

/** A platform's catalogue. */
export const catalogue: Fixture = {
  title: 'Katalog Pelatihan',
  headers: [
    'Kode',
    'ID Lembaga',
    'Judul Pelatihan',
    'Deskripsi',
    'Metode',
    'Bahasa',
    'Harga (Rp)',
    'Harga Luar (Rp)',
    'Durasi (Jam)',
    'Silabus',
    'Keterampilan',
    'Aksesibilitas',
    'Tautan',
    'Catatan internal',
  ],
  amounts: ['price', 'priceOutside'],
  cells: courseCells,
  faults: courseFaults,
};
