import type { ColumnNames } from '../columns.ts';
import { skillColumns } from '../skills.ts';

/** Headers by which a column is known, as `nameOf` writes them: without spaces, signs and capitals. */
const headers = {
  reference: [
    'reference',
    'ref',
    'id',
    'kode',
    'referensi',
    'nomorreferensi',
    'kodelowongan',
    'idlowongan',
    'nomorlowongan',
    'jobid',
    'vacancyid',
  ],
  employer: [
    'employer',
    'perusahaan',
    'namaperusahaan',
    'pemberikerja',
    'company',
    'companyname',
    'instansi',
    'organisasi',
  ],
  title: ['title', 'judul', 'posisi', 'jabatan', 'namajabatan', 'lowongan', 'judullowongan', 'jobtitle', 'position'],
  description: [
    'description',
    'deskripsi',
    'deskripsipekerjaan',
    'uraian',
    'uraianpekerjaan',
    'keterangan',
    'jobdescription',
  ],
  occupation: ['occupation', 'isco', 'isco08', 'kodeisco', 'kodejabatan', 'kbji', 'kodekbji'],
  region: ['region', 'wilayah', 'kodewilayah', 'kota', 'kabupaten', 'kabupatenkota', 'kabkota', 'lokasi', 'regency'],
  isRemote: ['isremote', 'remote', 'jarakjauh', 'kerjajarakjauh', 'daring', 'wfh', 'wfa'],
  type: ['type', 'jenis', 'jenispekerjaan', 'tipe', 'tipepekerjaan', 'employmenttype', 'statuskerja', 'jobtype'],
  salary: ['salary', 'gaji', 'upah', 'kisarangaji', 'rentanggaji', 'gajibulanan', 'salaryrange'],
  monthlySalaryFrom: [
    'monthlysalaryfrom',
    'salaryfrom',
    'salarymin',
    'minsalary',
    'gajidari',
    'gajimin',
    'gajiminimum',
    'gajiterendah',
    'upahminimum',
  ],
  monthlySalaryTo: [
    'monthlysalaryto',
    'salaryto',
    'salarymax',
    'maxsalary',
    'gajisampai',
    'gajimaks',
    'gajimax',
    'gajimaksimum',
    'gajitertinggi',
  ],
  requirements: ['requirements', 'skills', 'skill', 'keterampilan', 'kompetensi', 'keahlian', 'syaratketerampilan'],
  accessibility: ['accessibility', 'aksesibilitas', 'ramahdisabilitas', 'akses', 'difabel'],
  openUntil: [
    'openuntil',
    'until',
    'sampai',
    'bukasampai',
    'batasakhir',
    'tanggalberakhir',
    'deadline',
    'validthrough',
  ],
  openings: ['openings', 'jumlah', 'jumlahlowongan', 'jumlahposisi', 'kuota', 'formasi', 'kebutuhan'],
  applyUrl: ['applyurl', 'apply', 'url', 'link', 'tautan', 'tautanlamaran', 'melamardi', 'linklamaran'],
} as const;

export type VacancyField = keyof typeof headers;

/** What files call the columns of a vacancy. */
export const vacancyColumns: ColumnNames = {
  headers,
  numbered: skillColumns('requirements', 'level', 'weight', 'code'),
  required: [
    ['reference'],
    ['employer'],
    ['title'],
    ['description'],
    ['occupation'],
    ['region', 'isRemote'],
    ['type'],
    ['requirements', 'skill1_code'],
    ['openUntil'],
  ],
};
