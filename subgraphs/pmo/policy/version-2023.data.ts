import type { Policy } from './policy.ts';
import { rule, servedWorkStatuses } from './rules.data.ts';
import * as switches from './switches.data.ts';

const permenko = 'Permenko 17/2022';
const carriedOver = (article: string) => `${permenko}, as ${article}`;
const article2 = carriedOver('Permenko 11/2020 art. 2');
const article17 = carriedOver('Permenko 11/2020 art. 17');
const notNamed = 'no source of ours names the provinces or the day of the month';

/** From 2023: the normal scheme. */
export const version2023: Policy = {
  version: '2023',
  inForceFrom: '2023-01-01',
  inForceUntil: null,
  basis: 'Perpres 113/2022, Permenko 17/2022',
  rules: [
    rule('IDENTITY_NOT_CONFIRMED', { article: article2, isMet: { eq: ['isNikClaimed', true] } }),
    rule('AGE_BELOW_MINIMUM', { article: article2, isMet: { atLeast: ['age', 18] } }),
    rule('AGE_ABOVE_MAXIMUM', { article: 'Sakernas supplement, from wave 18', isMet: { atMost: ['age', 64] } }),
    rule('IN_FORMAL_EDUCATION', { article: article2, isMet: { eq: ['isInFormalEducation', false] } }),
    rule('ON_STUDENTS_LIST', { article: article2, isMet: { not: { includes: ['lists', 'STUDENTS'] } } }),
    rule('WORK_STATUS_NOT_SERVED', { article: article2, isMet: { in: ['workStatus', servedWorkStatuses] } }),
    rule('OCCUPATION_BARRED', { article: carriedOver('Permenko 11/2020'), isMet: { eq: ['occupation', 'NONE'] } }),
    rule('ON_STATE_OFFICIALS_LIST', {
      article: carriedOver('Permenko 11/2020'),
      isMet: { not: { includes: ['lists', 'STATE_OFFICIALS'] } },
    }),
    rule('RECEIVES_SOCIAL_AID', {
      article: 'Perpres 113/2022; press: allowed from 2023',
      isOff: true,
      isMet: { not: { includes: ['lists', 'SOCIAL_AID'] } },
    }),
    rule('RECEIVED_BEFORE', { article: article17, isMet: { eq: ['hasAward', false] } }),
    rule('REVOKED_BEFORE', { article: article17, isMet: { not: { includes: ['lists', 'REVOKED'] } } }),
    rule('KK_HAS_TWO_RECIPIENTS', { article: 'Press of 2021 and 2024', isMet: { atMost: ['cardRecipients', 1] } }),
  ],
  trainingBalance: 3_500_000,
  incentive: { amount: 600_000, instalments: 1 },
  survey: { amount: 50_000, instalments: 2 },
  purchaseDays: 15,
  deadlines: [
    {
      code: 'FIRST_PURCHASE',
      days: 15,
      article: permenko,
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
  ],
  switches: [
    switches.socialAidBarred([{ state: 'OFF' }]),
    switches.familyCardCap([{ state: 'ON', value: 2 }]),
    switches.ageCap([{ fromWave: 18, state: 'ON', value: 64 }]),
    switches.offlineTraining([
      { state: 'ON', provinces: { count: 10, codes: null }, assumed: notNamed },
      { from: '2023-08-01', state: 'ON', provinces: { count: 20, codes: null }, assumed: notNamed },
    ]),
    switches.courseMinimumHours([{ state: 'ON', value: 15 }]),
    switches.commissionCap([{ state: 'ON', value: 15 }]),
    switches.bundlesForbidden([{ state: 'ON' }]),
  ],
};
