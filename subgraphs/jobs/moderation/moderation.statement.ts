import { column, statement } from '../../kit/statement.ts';

// Two reports of one person come one after the other, so that the limit of a day holds.
export const ALONE = `select pg_advisory_xact_lock(hashtextextended('vacancy_report ' || $1::text, 0))`;

export const RECENT = statement(
  'vacancy-reports-recent',
  { recent: column.int4, hasReported: column.bool },
  `select count(*) filter (where reported_at >= $3)::int as recent,
      coalesce(bool_or(vacancy_id = $2), false) as "hasReported"
    from vacancy_report where participant_id = $1 and (reported_at >= $3 or vacancy_id = $2)`,
);

export const REPORT = `insert into vacancy_report (participant_id, vacancy_id, id, reason, text, reported_at)
  values ($1, $2, $3, $4, $5, $6)`;

/** Counts the reports of a vacancy that no officer has decided about. */
export const WAITING = statement(
  'vacancy-reports-waiting',
  { waiting: column.int4 },
  'select count(*)::int as waiting from vacancy_report where vacancy_id = $1 and decided_at is null',
);

export const SETTLE = 'update vacancy_report set decided_at = $2 where vacancy_id = $1 and decided_at is null';

export const DECIDE = `insert into vacancy_decision
    (id, vacancy_id, version, is_approved, reason, flags, decided_by, decided_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8)`;
