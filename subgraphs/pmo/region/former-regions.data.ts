// Codes that a regency or city had before its province was split. A NIK and the number of a family card keep the code of
// the place of first registration for life (PP 37/2007 art. 37), so that people carry them on. A regency that was split
// keeps its own code, which is today's still; new ones never had another.

/** How sure it is that the code was this place's. */
type Evidence =
  /** The code stands in a list of Kemendagri from before the split. */
  | 'LISTED'
  /** Today's list of the mother province leaves the number free; which of the places that left had it is not said. */
  | 'NUMBER_LEFT_FREE';

export interface FormerRegion {
  /** Dotted, as in today's list. */
  code: string;
  name: string;
  /** The code of the same place today; null where it is not known which. */
  today: string | null;
  evidence: Evidence;
}

export interface Split {
  province: string;
  /** The code of the province that the places belong to since. */
  provinceCode: string | null;
  law: string;
  /** The day of the law. */
  since: string;
  /** Source of the former codes; null where no source for them was found. */
  source: string | null;
  regions: readonly FormerRegion[];
}

const OF_2021 =
  'the list of Kemendagri before the split, as the packages nik-parser 1.0.1 and idn-area-data 2.2.0 have it';
const FREE = 'the numbers that the list of today (idn-area-data 4.0.1) leaves free in the mother province';

const listed = (rows: Record<string, [today: string, name: string]>): FormerRegion[] =>
  Object.entries(rows).map(([code, [today, name]]) => ({ code, name, today, evidence: 'LISTED' }));

const leftFree = (name: string, codes: readonly string[]): FormerRegion[] =>
  codes.map((code) => ({ code, name, today: null, evidence: 'NUMBER_LEFT_FREE' }));

/** Newest first. */
export const splits: readonly Split[] = [
  {
    province: 'Papua Barat Daya',
    provinceCode: '96',
    law: 'UU 29/2022',
    since: '2022-12-08',
    source: OF_2021,
    regions: listed({
      '92.01': ['96.01', 'Kabupaten Sorong'],
      '92.04': ['96.02', 'Kabupaten Sorong Selatan'],
      '92.05': ['96.03', 'Kabupaten Raja Ampat'],
      '92.09': ['96.04', 'Kabupaten Tambrauw'],
      '92.10': ['96.05', 'Kabupaten Maybrat'],
      '92.71': ['96.71', 'Kota Sorong'],
    }),
  },
  {
    province: 'Papua Selatan',
    provinceCode: '93',
    law: 'UU 14/2022',
    since: '2022-07-25',
    source: OF_2021,
    regions: listed({
      '91.01': ['93.01', 'Kabupaten Merauke'],
      '91.16': ['93.02', 'Kabupaten Boven Digoel'],
      '91.17': ['93.03', 'Kabupaten Mappi'],
      '91.18': ['93.04', 'Kabupaten Asmat'],
    }),
  },
  {
    province: 'Papua Tengah',
    provinceCode: '94',
    law: 'UU 15/2022',
    since: '2022-07-25',
    source: OF_2021,
    regions: listed({
      '91.04': ['94.01', 'Kabupaten Nabire'],
      '91.07': ['94.02', 'Kabupaten Puncak Jaya'],
      '91.08': ['94.03', 'Kabupaten Paniai'],
      '91.09': ['94.04', 'Kabupaten Mimika'],
      '91.25': ['94.05', 'Kabupaten Puncak'],
      '91.26': ['94.06', 'Kabupaten Dogiyai'],
      '91.27': ['94.07', 'Kabupaten Intan Jaya'],
      '91.28': ['94.08', 'Kabupaten Deiyai'],
    }),
  },
  {
    province: 'Papua Pegunungan',
    provinceCode: '95',
    law: 'UU 16/2022',
    since: '2022-07-25',
    source: OF_2021,
    regions: listed({
      '91.02': ['95.01', 'Kabupaten Jayawijaya'],
      '91.12': ['95.02', 'Kabupaten Pegunungan Bintang'],
      '91.13': ['95.03', 'Kabupaten Yahukimo'],
      '91.14': ['95.04', 'Kabupaten Tolikara'],
      '91.21': ['95.05', 'Kabupaten Mamberamo Tengah'],
      '91.22': ['95.06', 'Kabupaten Yalimo'],
      '91.23': ['95.07', 'Kabupaten Lanny Jaya'],
      '91.24': ['95.08', 'Kabupaten Nduga'],
    }),
  },
  {
    province: 'Kalimantan Utara',
    provinceCode: '65',
    law: 'UU 20/2012',
    since: '2012-11-16',
    source: FREE,
    regions: [
      { code: '64.73', name: 'Kota Tarakan', today: '65.71', evidence: 'NUMBER_LEFT_FREE' },
      { code: '64.04', name: 'Kabupaten Bulungan', today: '65.01', evidence: 'NUMBER_LEFT_FREE' },
      ...leftFree('Kabupaten Malinau, Nunukan or Tana Tidung', ['64.05', '64.06', '64.10']),
    ],
  },
  {
    province: 'Sulawesi Barat',
    provinceCode: '76',
    law: 'UU 26/2004',
    since: '2004-10-05',
    source: FREE,
    regions: leftFree('Kabupaten Majene, Mamasa, Mamuju, Mamuju Utara or Polewali Mandar', [
      ...['73.19', '73.20', '73.21', '73.23', '73.25'],
    ]),
  },
  // Before the population register of today (SIAK, from 2004); no list of Kemendagri's codes of then was found. Codes of
  // the statistics office (BPS) are others. Such a NIK is taken and marked, as any that is in no list.
  { province: 'Kepulauan Riau', provinceCode: '21', law: 'UU 25/2002', since: '2002-10-25', source: null, regions: [] },
  { province: 'Gorontalo', provinceCode: '75', law: 'UU 38/2000', since: '2000-12-22', source: null, regions: [] },
  {
    province: 'Kepulauan Bangka Belitung',
    provinceCode: '19',
    law: 'UU 27/2000',
    since: '2000-12-04',
    source: null,
    regions: [],
  },
  { province: 'Banten', provinceCode: '36', law: 'UU 23/2000', since: '2000-10-17', source: null, regions: [] },
  {
    province: 'Irian Jaya Barat (Papua Barat)',
    provinceCode: '92',
    law: 'UU 45/1999',
    since: '1999-10-04',
    source: null,
    regions: [],
  },
  { province: 'Maluku Utara', provinceCode: '82', law: 'UU 46/1999', since: '1999-10-04', source: null, regions: [] },
];

/** Provinces that are none any more; which numbers their regencies had is not asked. */
export const formerProvinces = [
  {
    code: '54',
    name: 'Timor Timur',
    law: 'TAP MPR V/MPR/1999',
    until: '1999-10-19',
    source: 'Master File Desa of BPS 1990, which has 54 between Nusa Tenggara Timur and Kalimantan Barat',
  },
] as const;
