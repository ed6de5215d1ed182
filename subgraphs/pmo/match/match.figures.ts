import type { Figure } from '../../kit/metrics/figure.ts';

/** How far the civil registry's answers lag behind, found by the index of those who wait. */
export const matchFigures: readonly Figure[] = [
  {
    name: 'prakerja_identity_matches_waiting',
    help: 'People of whom the civil registry has said nothing yet.',
    sql: `select count(*) as value from unconfirmed_identity where state = 'WAITING'`,
  },
  {
    name: 'prakerja_identity_match_oldest_seconds',
    help: 'For how long the one who has waited longest has waited for the civil registry.',
    sql: `select coalesce(extract(epoch from now() - min(since)), 0) as value from unconfirmed_identity where state = 'WAITING'`,
  },
  {
    name: 'prakerja_identity_matches_failing',
    help: 'People of whom the civil registry said at least once that it cannot say anything now.',
    sql: `select count(*) as value from unconfirmed_identity where state = 'WAITING' and failures > 0`,
  },
];
