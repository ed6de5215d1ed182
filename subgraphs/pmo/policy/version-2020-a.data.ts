import type { Policy } from './policy.ts';
import { rule, servedWorkStatuses } from './rules.data.ts';
import * as switches from './switches.data.ts';

const permenko = 'Permenko 3/2020';

/** April to August 2020: the first three waves. */
export const version2020A: Policy = {
  version: '2020-A',
  inForceFrom: '2020-04-11',
  inForceUntil: '2020-08-06',
  basis: 'Perpres 36/2020, Permenko 3/2020',
  rules: [
    rule('IDENTITY_NOT_CONFIRMED', { article: permenko, isMet: { eq: ['isNikClaimed', true] } }),
    rule('AGE_BELOW_MINIMUM', { article: permenko, isMet: { atLeast: ['age', 18] } }),
    rule('IN_FORMAL_EDUCATION', { article: permenko, isMet: { eq: ['isInFormalEducation', false] } }),
    rule('ON_STUDENTS_LIST', { article: permenko, isMet: { not: { includes: ['lists', 'STUDENTS'] } } }),
    rule('WORK_STATUS_NOT_SERVED', { article: permenko, isMet: { in: ['workStatus', servedWorkStatuses] } }),
    rule('RECEIVES_SOCIAL_AID', {
      article: `${permenko}; public press`,
      isMet: { not: { includes: ['lists', 'SOCIAL_AID'] } },
    }),
    rule('RECEIVED_BEFORE', { article: permenko, isMet: { eq: ['hasAward', false] } }),
  ],
  trainingBalance: 1_000_000,
  incentive: { amount: 600_000, instalments: 4 },
  survey: { amount: 50_000, instalments: 3 },
  purchaseDays: null,
  deadlines: [
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
    switches.socialAidBarred([{ state: 'ON' }]),
    switches.familyCardCap([{ state: 'OFF', assumed: 'no source of ours names the cap before 2021' }]),
    switches.ageCap([{ state: 'OFF' }]),
    switches.offlineTraining([{ state: 'COMMITTEE_DECISION_PENDING' }]),
    switches.courseMinimumHours([{ state: 'ON', value: 6 }]),
    switches.commissionCap([{ state: 'OFF' }]),
    switches.bundlesForbidden([
      { state: 'OFF' },
      { from: '2020-07-01', state: 'ON', assumed: 'the source names July 2020 without a day' },
    ]),
  ],
};
