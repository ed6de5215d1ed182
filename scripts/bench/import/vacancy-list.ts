import { jakartaDayAfter } from '../../../subgraphs/kit/jakarta.ts';
import { readRegions } from '../../../subgraphs/pmo/region/regions.data.ts';
import { skills } from '../../../subgraphs/pmo/skill/skills.data.ts';
import { Random } from '../../seed/random.ts';
import type { Cells, Fixture } from './fixture.ts';
import { vacancyFaults } from './vacancy.faults.ts';

const STREAM = 73;
const EMPLOYERS = 4_000;

const list = (text: string) => text.split(';').map((part) => part.trim());

const roles = list(
  'Staf;Staf;Operator;Teknisi;Penyelia;Asisten;Koordinator;Tenaga;Spesialis;Kepala Bagian;Magang;Admin',
);
const details =
  list(`;;;;Shift Malam;Pengalaman 2 Tahun;Fresh Graduate;Lulusan SMK;Penempatan Segera;Proyek Baru;Toko Baru;
  Cabang Kota;Kantor Pusat;Pabrik;Gudang;Rumah Sakit;Hotel;Restoran;Sekolah;Perkebunan`);
const firms = list(
  'Sumber;Karya;Maju;Sinar;Mitra;Cipta;Bumi;Surya;Anugerah;Prima;Nusa;Graha;Tirta;Cahaya;Harapan;Bina',
);
const sentences = list(`Anda bekerja bersama tim yang berpengalaman dan mendapat bimbingan sejak hari pertama;
  Tugas harian meliputi menyiapkan peralatan, melayani pelanggan, dan mencatat hasil kerja;
  Kami mencari orang yang teliti, jujur, dan mau belajar hal baru;
  Jam kerja lima hari seminggu dengan jadwal yang disusun bersama;
  Tersedia BPJS, makan siang, dan pelatihan "di tempat kerja" secara berkala;
  Pengalaman diutamakan, tetapi pelamar baru juga dipersilakan mendaftar`);

const regencies = (await readRegions()).filter(({ level }) => level === 'REGENCY').map(({ code }) => code);
/** Half of the work is in a tenth of the places. */
const regencyOf = (random: Random): string =>
  random.chance(0.5) ? (regencies[random.int(51) * 10] ?? '32.73') : random.pick(regencies);

const today = new Date();

/** One good vacancy; the same for the same seed and index on one day. */
const vacancyCells = (seed: number, index: number): Cells => {
  const random = new Random(seed, STREAM, index);
  const place = random.int(skills.length);
  const main = skills[place];
  const second = skills[(place + 1 + random.int(skills.length - 1)) % skills.length];
  const from = 3_500_000 + 250_000 * random.int(20);
  const isPaid = random.chance(0.8);
  const detail = random.pick(details);
  const employer = random.int(EMPLOYERS);
  const firm = `${firms[employer % firms.length]} ${firms[Math.floor(employer / firms.length) % firms.length]}`;
  const text = Array.from({ length: 2 + random.int(4) }, () => `${random.pick(sentences)}.`);
  return {
    reference: `LWG-${String(index + 1).padStart(6, '0')}`,
    employer: `PT ${firm} ${1 + Math.floor(employer / 256)}`,
    title: `${random.pick(roles)} ${random.chance(0.2) ? main?.name : main?.nameId} ${detail}`.trim(),
    description: `${main?.nameId} untuk kebutuhan perusahaan kami. ${text.join(random.chance(0.3) ? '\n' : ' ')}`,
    occupation: main?.iscoCode ?? '',
    region: regencyOf(random),
    isRemote: random.chance(0.1) ? 'ya' : 'tidak',
    type: random.pick(['Penuh Waktu', 'FULL_TIME', 'Kontrak', 'Paruh Waktu', 'Magang', 'Lepas']),
    monthlySalaryFrom: isPaid ? from : '',
    monthlySalaryTo: isPaid ? from + 250_000 * random.int(8) : '',
    requirements: `${main?.code}:INTERMEDIATE:5;${second?.code}:BASIC`,
    accessibility: random.chance(0.1) ? 'WHEELCHAIR;FLEXIBLE_HOURS' : '',
    openUntil: jakartaDayAfter(today, 30 + random.int(200)),
    openings: 1 + random.int(9),
    applyUrl: random.chance(0.3) ? `https://portal.co.id/lowongan/${index + 1}` : '',
    'catatan internal': `baris ${index + 1}`,
  };
};

/** A portal's vacancies. */
export const vacancyList: Fixture = {
  title: 'Daftar Lowongan',
  headers: [
    'Kode Lowongan',
    'Perusahaan',
    'Posisi',
    'Deskripsi Pekerjaan',
    'Kode ISCO',
    'Kode Wilayah',
    'Kerja Jarak Jauh',
    'Jenis Pekerjaan',
    'Gaji Minimum (Rp)',
    'Gaji Maksimum (Rp)',
    'Keterampilan',
    'Aksesibilitas',
    'Batas Akhir',
    'Jumlah Posisi',
    'Tautan Lamaran',
    'Catatan internal',
  ],
  amounts: ['monthlySalaryFrom', 'monthlySalaryTo'],
  cells: vacancyCells,
  faults: vacancyFaults,
};
