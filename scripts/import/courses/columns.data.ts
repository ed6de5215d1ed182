import type { ColumnNames } from '../columns.ts';

/** Headers by which a column is known, as `nameOf` writes them: without spaces, signs and capitals. */
const headers = {
  reference: [
    'reference',
    'ref',
    'id',
    'kode',
    'referensi',
    'nomorreferensi',
    'noreferensi',
    'sku',
    'courseid',
    'coursecode',
    'kodekursus',
    'kodepelatihan',
    'idpelatihan',
    'idkursus',
    'nomorpelatihan',
  ],
  institution: [
    'institution',
    'institutionid',
    'lembaga',
    'idlembaga',
    'lembagapelatihan',
    'institusi',
    'idinstitusi',
    'lpk',
    'penyelenggara',
  ],
  title: [
    'title',
    'judul',
    'judulpelatihan',
    'judulkursus',
    'nama',
    'namapelatihan',
    'namakursus',
    'coursetitle',
    'coursename',
    'name',
    'kursus',
    'pelatihan',
  ],
  description: [
    'description',
    'deskripsi',
    'keterangan',
    'deskripsipelatihan',
    'deskripsikursus',
    'uraian',
    'ringkasan',
    'summary',
  ],
  mode: [
    'mode',
    'metode',
    'metodepelatihan',
    'carabelajar',
    'jenispelatihan',
    'moda',
    'modapelatihan',
    'deliverymode',
    'tipekelas',
  ],
  language: ['language', 'bahasa', 'bahasapengantar', 'lang'],
  price: ['price', 'harga', 'hargaprakerja', 'hargapelatihan', 'hargakursus', 'biaya', 'tarif', 'hargajual'],
  priceOutside: [
    'priceoutside',
    'hargaluar',
    'hargadiluar',
    'hargadiluarprakerja',
    'hargaluarprakerja',
    'harganormal',
    'hargaumum',
    'hargapasar',
    'hargapublik',
    'outsideprice',
    'marketprice',
    'listprice',
  ],
  durationHours: [
    'durationhours',
    'duration',
    'durasi',
    'durasijam',
    'durasipelatihan',
    'jamtotal',
    'totaljam',
    'jumlahjam',
    'jampelajaran',
    'hours',
    'jam',
    'jp',
    'lamapelatihan',
  ],
  syllabus: ['syllabus', 'silabus', 'kurikulum', 'materi', 'materipelatihan', 'units', 'unit', 'modul'],
  outcomes: [
    'outcomes',
    'skills',
    'skill',
    'keterampilan',
    'kompetensi',
    'keahlian',
    'capaian',
    'capaianpembelajaran',
    'learningoutcomes',
  ],
  accessibility: ['accessibility', 'aksesibilitas', 'ramahdisabilitas', 'akses', 'difabel'],
  url: ['url', 'link', 'tautan', 'laman', 'halaman', 'website', 'alamatweb', 'urlpelatihan', 'linkpelatihan'],
} as const;

/** Words of the columns of one unit, such as `Unit 1 Judul`. */
const unitWords = {
  unit: ['unit', 'modul', 'module', 'materi', 'sesi', 'session', 'bab', 'pertemuan', 'topik', 'silabus', 'syllabus'],
  title: ['title', 'judul', 'nama', 'name', 'topik', ''],
  hours: ['hours', 'jam', 'durasi', 'durasijam', 'duration', 'jp', 'jumlahjam'],
  description: ['description', 'deskripsi', 'keterangan', 'uraian', 'isi'],
} as const;

/** Words of the columns of one skill, such as `Keterampilan 1 Tingkat`. */
const skillWords = {
  skill: ['skill', 'keterampilan', 'kompetensi', 'outcome', 'keahlian', 'capaian'],
  code: ['code', 'kode', 'id', 'skill', ''],
  level: ['level', 'tingkat', 'jenjang'],
} as const;

export type CourseField = keyof typeof headers;

const unit = { noun: 'unit', list: 'syllabus', nouns: unitWords.unit, most: 60 };
const skill = { noun: 'skill', list: 'outcomes', nouns: skillWords.skill, most: 20 };

/** What files call the columns of a course. */
export const courseColumns: ColumnNames = {
  headers,
  numbered: [
    { ...unit, part: 'hours', member: 'hours', words: unitWords.hours },
    { ...unit, part: 'description', member: 'description', words: unitWords.description },
    { ...unit, part: 'title', member: 'title', words: unitWords.title },
    { ...skill, part: 'level', member: 'level', words: skillWords.level },
    { ...skill, part: 'code', member: 'skill', words: skillWords.code },
  ],
  required: [
    ['reference'],
    ['institution'],
    ['title'],
    ['description'],
    ['mode'],
    ['price'],
    ['priceOutside'],
    ['syllabus', 'unit1_title'],
    ['outcomes', 'skill1_code'],
  ],
};
