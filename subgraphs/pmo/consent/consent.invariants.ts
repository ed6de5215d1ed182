import type { Invariant } from '../../kit/invariant.ts';

/** What holds of consents at any time, as queries against a live database. */
export const invariants: readonly Invariant[] = [
  {
    name: 'no consent is live twice for a person, portal and purpose',
    sql: `select participant_id, portal_id, purpose from consent where status = 'GRANTED' group by 1, 2, 3 having count(*) > 1`,
  },
  {
    name: 'a consent is for a job portal, or for all',
    sql: `select consent.id, kind from consent join organization on organization.id = portal_id where kind <> 'JOB_PORTAL'`,
  },
  {
    name: 'nobody who was erased has a consent that holds',
    sql: `select id from consent join subject_key on subject_id = participant_id
      where destroyed_at is not null and status = 'GRANTED' and until > now()`,
  },
];
