import type { Invariant } from '../../kit/invariant.ts';
import { CANARIES_NOTED } from './alumnus.service.ts';

export const invariants: readonly Invariant[] = [
  {
    // Kept for a week, as the samples are.
    name: `no portal reads so deep into its samples of alumni that it is shown ${CANARIES_NOTED} canaries on a day`,
    sql: `select portal_id, day, canaries from alumni_quota where canaries >= ${CANARIES_NOTED}`,
  },
  {
    name: 'nobody is shown of alumni where fewer than ten match',
    sql: `select id from alumni_search where total < 10 and exists (select from unnest(numbers) as number where number <> 0)`,
  },
];
