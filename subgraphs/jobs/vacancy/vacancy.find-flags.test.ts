import { expect, test } from 'vitest';
import { provinceNames } from '../region/index.ts';
import { inForce, minimumWages } from './minimum-wage.data.ts';
import { OCCUPATIONS } from './occupations.data.ts';
import type { VacancyContent } from './vacancy.content.ts';
import { flagsOf } from './vacancy.find-flags.ts';
import { EmploymentType } from './vacancy.kind.ts';

const content = (change: Partial<VacancyContent>): VacancyContent => ({
  employer: 'Kopi Lestari',
  title: 'Barista kedai kopi',
  description: '',
  occupation: '5132',
  type: EmploymentType.FULL_TIME,
  region: '32.73',
  isRemote: false,
  monthlySalaryFrom: null,
  monthlySalaryTo: null,
  requirements: [],
  accessibility: [],
  openings: 1,
  openUntil: '2026-12-31',
  applyUrl: null,
  ...change,
});

const kindsOf = (change: Partial<VacancyContent>) => [
  ...new Set(flagsOf(content(change), '2026-11-29').map(({ kind }) => kind)),
];

test.each([
  ['FEE', 'Pelamar membayar biaya administrasi Rp 150.000.'],
  ['FEE', 'Wajib transfer uang pendaftaran sebelum wawancara.'],
  ['FEE', 'Ada biaya pelatihan yang dipotong di muka.'],
  ['FEE', 'Menyetor dana jaminan lebih dahulu.'],
  ['FEE', 'Peserta membeli seragam terlebih dahulu sebagai syarat.'],
  ['FEE', 'Ijazah asli ditahan selama kontrak.'],
  ['FEE', 'Bersedia jaminan ijazah.'],
  ['FEE', 'B1aya pendaftaran hanya 50 ribu.'],
  ['FEE', 'b.i.a.y.a administrasi kecil.'],
  ['FEE', 'A registration fee of Rp 100,000 applies.'],
  ['FEE', 'Candidates pay a small deposit on the first day.'],
  ['FEE', 'Refundable security deposit required.'],
  ['FEE', 'Please transfer the money before the interview.'],
  ['DISCRIMINATION', 'Khusus wanita, bisa kerja shift.'],
  ['DISCRIMINATION', 'Hanya pria yang dapat melamar.'],
  ['DISCRIMINATION', 'Female only.'],
  ['DISCRIMINATION', 'Jenis kelamin: perempuan'],
  ['DISCRIMINATION', 'Usia maksimal 25 tahun.'],
  ['DISCRIMINATION', 'Umur 18-27 tahun'],
  ['DISCRIMINATION', 'Maks. 30 tahun, rajin.'],
  ['DISCRIMINATION', 'Age limit applies.'],
  ['DISCRIMINATION', 'Must be under 30 years old.'],
  ['DISCRIMINATION', 'Beragama Islam dan jujur.'],
  ['DISCRIMINATION', 'Diutamakan muslimah berhijab.'],
  ['DISCRIMINATION', 'Non-muslim dipersilakan saja.'],
  ['DISCRIMINATION', 'Suku Jawa lebih disukai.'],
  ['DISCRIMINATION', 'Wajib orang Tionghoa.'],
  ['DISCRIMINATION', 'Chinese only.'],
  ['DISCRIMINATION', 'Belum menikah dan siap lembur.'],
  ['DISCRIMINATION', 'Must be single.'],
  ['DISCRIMINATION', 'Tidak sedang hamil.'],
  ['DISCRIMINATION', 'Berpenampilan menarik.'],
  ['DISCRIMINATION', 'Good-looking and friendly.'],
  ['DISCRIMINATION', 'Tinggi badan minimal 165 cm.'],
  ['DISCRIMINATION', 'Bukan penyandang disabilitas.'],
])('%s is found in: %s', (kind, description) => {
  expect(kindsOf({ description })).toEqual([kind]);
});

test.each([
  'Tidak dipungut biaya pendaftaran apa pun.',
  'Seluruh proses seleksi tanpa biaya administrasi.',
  'Rekrutmen ini bebas biaya tes dan biaya medis.',
  'Biaya pelatihan ditanggung perusahaan.',
  'Training fee is covered by the company.',
  'We never ask for a registration fee.',
  'Kami tidak menahan ijazah.',
  'Pria/wanita, pengalaman minimal satu tahun.',
  'Terbuka untuk laki-laki dan perempuan.',
  'Male or female candidates welcome.',
  'Usia minimal 18 tahun.',
  'Pengalaman 5-10 tahun di bidang kuliner.',
  'Bertugas di rumah sakit Islam Bandung.',
  'Guru pendidikan agama Katolik untuk sekolah dasar.',
  'Dapat berbahasa Jawa dan Sunda.',
  'Memasak masakan Padang dan Bali.',
  'Melayani pelanggan wanita di salon kami.',
  'Menghitung uang kas dan menyetor hasil penjualan ke bank.',
  'Mengelola biaya operasional cabang.',
  'Penyandang disabilitas dipersilakan melamar.',
  'Mengurus pembayaran pemasok dan faktur.',
  'Berpenampilan rapi dan sopan.',
  'Menjahit pakaian pria dan wanita.',
])('nothing is found in: %s', (description) => {
  expect(flagsOf(content({ description }), '2026-11-29')).toEqual([]);
});

test.each([
  ['a month below the minimum of West Java', { monthlySalaryTo: 2_317_600 }, ['BELOW_MINIMUM_WAGE']],
  ['the minimum itself', { monthlySalaryTo: 2_317_601 }, []],
  ['a range that reaches it', { monthlySalaryFrom: 1_000_000, monthlySalaryTo: 3_000_000 }, []],
  ['a lowest pay alone', { monthlySalaryFrom: 2_000_000 }, ['BELOW_MINIMUM_WAGE']],
  ['the same in Jakarta', { monthlySalaryTo: 5_000_000, region: '31.71' }, ['BELOW_MINIMUM_WAGE']],
  ['work for some hours', { monthlySalaryTo: 1_000_000, type: EmploymentType.PART_TIME }, []],
  ['work from anywhere', { monthlySalaryTo: 1_000_000, region: null, isRemote: true }, []],
  ['pay that is not stated', {}, []],
])('pay: %s', (_what, change, kinds) => {
  expect(kindsOf(change)).toEqual(kinds);
});

test('a flag shows its words', () => {
  const [flag] = flagsOf(content({ description: 'Usia  MAKSIMAL 25 tahun.' }), '2026-11-29');
  expect(flag).toEqual({ kind: 'DISCRIMINATION', words: 'usia maksimal 25' });
});

test('a hostile text of five thousand characters is read in time that grows with it', () => {
  const texts = [
    'a '.repeat(2_500),
    'biaya '.repeat(833),
    'membeli paket '.repeat(357),
    '1a'.repeat(2_500),
    'a.'.repeat(2_500),
  ];
  const started = process.cpuUsage();
  for (const description of texts) flagsOf(content({ description }), '2026-11-29');
  expect(process.cpuUsage(started).user / 1_000).toBeLessThan(2_000);
});

test('there is a minimum for each of the 38 provinces, and ISCO-08 has 436 unit groups', () => {
  expect([...(inForce(minimumWages, '2026-11-29')?.keys() ?? [])].toSorted()).toEqual(
    [...provinceNames.keys()].toSorted(),
  );
  expect(inForce(minimumWages, '2025-12-31')).toBeUndefined();
  expect(OCCUPATIONS).toBe(436);
});
