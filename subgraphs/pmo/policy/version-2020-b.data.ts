import type { Policy } from './policy.ts';
import { rule, servedWorkStatuses } from './rules.data.ts';
import * as switches from './switches.data.ts';

const permenko = 'Permenko 11/2020';
const article2 = `${permenko} art. 2`;
const article17 = `${permenko} art. 17`;
const cutOffs = 'Announcement of the programme office for 2022; public press';

/** August 2020 to the end of 2022: the pandemic scheme. */
export const version2020B: Policy = {
  version: '2020-B',
  inForceFrom: '2020-08-07',
  inForceUntil: '2022-12-31',
  basis: 'Perpres 76/2020, Permenko 11/2020',
  rules: [
    rule('IDENTITY_NOT_CONFIRMED', { article: article2, isMet: { eq: ['isNikClaimed', true] } }),
    rule('AGE_BELOW_MINIMUM', { article: article2, isMet: { atLeast: ['age', 18] } }),
    // A supplement to the labour force survey, not an amended regulation: it began in the middle of the version.
    rule('AGE_ABOVE_MAXIMUM', {
      article: 'Sakernas supplement, from wave 18',
      isMet: { any: [{ not: { atLeast: ['wave', 18] } }, { atMost: ['age', 64] }] },
    }),
    rule('IN_FORMAL_EDUCATION', { article: article2, isMet: { eq: ['isInFormalEducation', false] } }),
    rule('ON_STUDENTS_LIST', { article: article2, isMet: { not: { includes: ['lists', 'STUDENTS'] } } }),
    rule('WORK_STATUS_NOT_SERVED', { article: article2, isMet: { in: ['workStatus', servedWorkStatuses] } }),
    rule('OCCUPATION_BARRED', { article: permenko, isMet: { eq: ['occupation', 'NONE'] } }),
    rule('ON_STATE_OFFICIALS_LIST', {
      article: permenko,
      isMet: { not: { includes: ['lists', 'STATE_OFFICIALS'] } },
    }),
    rule('RECEIVES_SOCIAL_AID', {
      article: `${permenko}; press of 2021`,
      isMet: { not: { includes: ['lists', 'SOCIAL_AID'] } },
    }),
    rule('RECEIVED_BEFORE', { article: article17, isMet: { eq: ['hasAward', false] } }),
    rule('REVOKED_BEFORE', { article: article17, isMet: { not: { includes: ['lists', 'REVOKED'] } } }),
    rule('KK_HAS_TWO_RECIPIENTS', { article: 'Press of 2021 and 2024', isMet: { atMost: ['cardRecipients', 1] } }),
  ],
  trainingBalance: 1_000_000,
  incentive: { amount: 600_000, instalments: 4 },
  survey: { amount: 50_000, instalments: 3 },
  purchaseDays: 30,
  deadlines: [
    {
      code: 'FIRST_PURCHASE',
      days: 30,
      article: article17,
      text: {
        en: 'Days from the notice to the first purchase; afterwards the place is revoked.',
        id: 'Hari sejak pemberitahuan sampai pembelian pertama; setelahnya kepesertaan dicabut.',
      },
    },
    {
      code: 'BALANCE_ENDS',
      yearly: '12-15',
      article: permenko,
      text: {
        en: 'Last day to spend the training balance; the rest returns to the treasury.',
        id: 'Hari terakhir memakai saldo pelatihan; sisanya kembali ke kas negara.',
      },
    },
    {
      code: 'FIRST_COURSE_FINISHED',
      date: '2022-12-05',
      article: cutOffs,
      text: {
        en: 'Last day to finish the first course, for the incentive of 2022.',
        id: 'Hari terakhir menyelesaikan pelatihan pertama, untuk insentif tahun 2022.',
      },
    },
    {
      code: 'INCENTIVE_CONDITIONS',
      date: '2022-12-10',
      article: cutOffs,
      text: {
        en: 'Last day, until 23:59 WIB, to rate the course, link an account and fill in the surveys of 2022.',
        id: 'Hari terakhir, sampai 23.59 WIB, memberi ulasan, menautkan rekening, dan mengisi survei tahun 2022.',
      },
    },
  ],
  switches: [
    switches.socialAidBarred([{ state: 'ON' }]),
    switches.familyCardCap([{ state: 'ON', value: 2 }]),
    switches.ageCap([
      { state: 'OFF' },
      {
        from: '2021-08-26',
        fromWave: 18,
        state: 'ON',
        value: 64,
        assumed: 'the cap goes by the wave; no source of ours gives the day on which wave 18 opened',
      },
    ]),
    switches.offlineTraining([{ state: 'COMMITTEE_DECISION_PENDING' }]),
    switches.courseMinimumHours([{ state: 'ON', value: 6 }]),
    switches.commissionCap([{ state: 'ON', value: 15 }]),
    switches.bundlesForbidden([{ state: 'ON' }]),
  ],
};
