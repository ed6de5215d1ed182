import type { DatedRule } from './dated.ts';

const before2022 =
  '11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 51 52 53 61 62 63 64 65 71 72 73 74 75 76 81 82 91 92'.split(' ');

/** Codes of the provinces. */
export const provinces: readonly DatedRule<readonly string[]>[] = [
  { from: '2012-10-25', value: before2022, source: 'UU 20/2012: 34 provinces' },
  { from: '2022-07-25', value: [...before2022, '93', '94', '95'], source: 'UU 14, 15 and 16/2022: 37 provinces' },
  { from: '2022-12-08', value: [...before2022, '93', '94', '95', '96'], source: 'UU 29/2022: 38 provinces' },
];

/** Share of the provinces that a platform serves before it may publish. */
export const platformReach: readonly DatedRule<{ part: number; of: number }>[] = [
  { from: '2020-04-11', value: { part: 2, of: 3 }, source: 'Permenko 3/2020: a platform reaches two thirds' },
];
