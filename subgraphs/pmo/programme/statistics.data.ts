export interface ProgrammeStatistic {
  name: string;
  value: number;
  unit: 'PERSON' | 'RUPIAH' | 'COUNT' | 'PERCENT';
  /** ISO date to which the value holds: the last day of the period that the source names; null where it names none. */
  asOf: string | null;
  definition: string;
  source: string;
}

type Row = readonly [value: number, asOf: string | null, definition: string, source: string];

const plan = 'Public press, April 2020';
const november2020 = 'Public press, November 2020';
const september2021 = 'Public press, September 2021';
const june2022 = 'Public press, June 2022';
const press = 'Public press, by way of the programme rules of this project';
const audit = 'Audit reports, by way of the programme rules of this project';
const mixed2020 = 'Recipients of 2020, decreed or after revocation: sources differ in what they count.';
const revocations = 'Kompas.com, quoted by Motorplus, September 2020';

const as = (name: string, unit: ProgrammeStatistic['unit'], rows: readonly Row[]): ProgrammeStatistic[] =>
  rows.map(([value, asOf, definition, source]) => ({ name, value, unit, asOf, definition, source }));

/** Published figures. Sources contradict each other: figures of the same name stand side by side, none is corrected. */
export const programmeStatistics: readonly ProgrammeStatistic[] = [
  ...as('APPLICANTS', 'PERSON', [[75_000_000, '2021-09-30', 'People who applied since April 2020.', september2021]]),
  ...as('PEAK_REGISTRATIONS_PER_MINUTE', 'PERSON', [[80_000, null, 'Registrations in the busiest minute.', press]]),
  ...as('RECIPIENTS', 'PERSON', [
    [5_600_000, '2020-11-30', 'Recipients of ten waves.', november2020],
    [12_800_000, '2022-06-30', 'Recipients of 32 waves.', june2022],
  ]),
  ...as('RECIPIENTS_OF_2020', 'PERSON', [
    [5_500_000, '2020-12-31', mixed2020, press],
    [5_600_000, '2020-12-31', mixed2020, press],
    [5_900_000, '2020-12-31', mixed2020, press],
  ]),
  ...as('RECIPIENTS_OF_2022', 'PERSON', [
    [3_460_000, '2022-12-31', 'Recipients of 2022, rounded; contradicts the other figure of this name.', press],
    [4_984_791, '2022-12-31', 'Recipients of 2022; contradicts the other figure of this name.', press],
  ]),
  ...as('WAVES', 'COUNT', [
    [10, '2020-11-30', 'Waves held since April 2020.', november2020],
    [32, '2022-06-30', 'Waves held since April 2020.', june2022],
  ]),
  ...as('REGENCIES_REACHED', 'COUNT', [
    [514, '2021-09-30', 'Regencies and cities with applicants: all of them.', september2021],
    [15, '2022-06-30', 'Regencies, as the article says; contradicts the 514 of September 2021.', june2022],
  ]),
  ...as('REVOKED', 'PERSON', [
    [189_436, '2020-09-30', 'Recipients of waves 1–9 revoked for buying no course within 30 days.', revocations],
    [373_745, null, 'Recipients revoked through wave 9; later than, or contradicting, 189,436.', press],
  ]),
  ...as('REVOKED_FUNDS_RETURNED', 'RUPIAH', [
    [672_497_800_000, '2020-09-30', 'Returned to the treasury: 189,436 revoked × Rp 3,550,000.', revocations],
  ]),
  ...as('LATE_FINDINGS', 'PERSON', [
    [165_544, '2021-12-31', 'Recipients of 2021 found in barred lists after their selection.', audit],
    [54_856, '2023-12-31', 'Recipients of 2023 found ineligible.', audit],
  ]),
  ...as('LATE_FINDINGS_FUNDS', 'RUPIAH', [
    [
      390_320_000_000,
      '2021-12-31',
      'Benefits of the 165,544 recipients found barred, rounded to Rp 10 million.',
      audit,
    ],
  ]),
  ...as('PAYOUTS_HELD', 'COUNT', [
    [34_000, '2020-12-31', 'Payouts held because the NIK of wallet and participant differed.', press],
  ]),
  ...as('PLANNED_PLACES_PER_WEEK', 'PERSON', [[164_000, '2020-04-30', 'Places a week, as planned.', plan]]),
  ...as('PLANNED_PLACES_OF_2020', 'PERSON', [[5_600_000, '2020-04-30', 'Places in 2020, as planned.', plan]]),
  ...as('BUDGET', 'RUPIAH', [
    [20_000_000_000_000, '2020-04-30', 'Budget of 2020.', plan],
    [10_000_000_000_000, '2022-06-30', 'Budget of one year.', june2022],
  ]),
  ...as('PLATFORMS', 'COUNT', [
    [7, '2020-11-30', 'Digital platforms.', november2020],
    [6, '2022-06-30', 'Digital platforms.', june2022],
  ]),
  ...as('INSTITUTIONS', 'COUNT', [
    [147, '2020-11-30', 'Training institutions.', november2020],
    [171, '2022-06-30', 'Training institutions.', june2022],
  ]),
  ...as('COURSES', 'COUNT', [
    [1_500, '2020-11-30', 'Courses: more than this number.', november2020],
    [1_000, '2022-06-30', 'Active courses: more than this number.', june2022],
  ]),
  ...as('COURSES_PROPOSED', 'COUNT', [[1_600, '2021-12-31', 'Courses proposed in the second half of 2021.', press]]),
  ...as('COURSES_APPROVED', 'COUNT', [
    [440, '2021-12-31', 'Courses proposed in the second half of 2021 that became active.', press],
  ]),
  ...as('TRAINING_COMPLETION', 'PERCENT', [
    [99, '2021-06-30', 'Recipients who finished their training in the first half of 2021.', september2021],
  ]),
  ...as('PAYMENT_PARTNERS', 'COUNT', [[6, '2022-06-30', 'Banks and e-wallets that pay incentives.', june2022]]),
  ...as('JOB_PORTALS', 'COUNT', [[4, '2022-06-30', 'Job portals.', june2022]]),
  ...as('EDUCATION_INSTITUTIONS', 'COUNT', [[8, '2022-06-30', 'Education institutions.', june2022]]),
  ...as('KUR_OFFERED', 'PERSON', [[13_525, null, 'Alumni who were offered a KUR micro-loan.', press]]),
  ...as('KUR_APPLIED', 'PERSON', [[777, null, 'Alumni who applied for the KUR micro-loan offered.', press]]),
];
