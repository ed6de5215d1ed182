import { column, statement } from '../../kit/statement.ts';
import type { PlacementStatus, WageBand } from './placement.status.ts';

const columns = {
  id: column.uuid,
  participantId: column.uuid,
  applicationId: column.uuid,
  portalId: column.uuid,
  status: column.text.as<PlacementStatus>(),
  startsOn: column.date,
  wageBand: column.text.as<WageBand>(),
  isRetainedAt3Months: column.bool.orNull,
  isRetainedAt6Months: column.bool.orNull,
  reportedAt: column.timestamptz,
  answeredAt: column.timestamptz.orNull,
};

const NAMED = `select id, participant_id as "participantId", application_id as "applicationId", portal_id as "portalId",
    status, starts_on as "startsOn", wage_band as "wageBand", is_retained_at_3_months as "isRetainedAt3Months",
    is_retained_at_6_months as "isRetainedAt6Months", reported_at as "reportedAt", answered_at as "answeredAt"
  from placement`;

export const BY_APPLICATION = statement(
  'placement-by-application',
  columns,
  `${NAMED} where application_id = any($1::uuid[])`,
);

export const LOCK_PLACEMENT = statement(
  'placement-lock',
  columns,
  `${NAMED} where id = $1 and participant_id = $2 for no key update`,
);

/** An application for a vacancy of the portal's own, locked against every other step of it. */
export const APPLICATION = statement(
  'placement-application',
  { participant: column.uuid, appliedOn: column.date },
  `select participant_id as participant, (submitted_at at time zone 'Asia/Jakarta')::date as "appliedOn"
    from application where id = $1 and portal_id = $2 for no key update`,
);

/** Keeps what the portal reports: of an application that was reported before, the new content. */
export const REPORT = statement(
  'placement-report',
  { id: column.uuid },
  `insert into placement (participant_id, id, application_id, portal_id, status, starts_on, wage_band,
      is_retained_at_3_months, is_retained_at_6_months, reported_at)
    values ($1, $2, $3, $4, 'REPORTED', $5, $6, $7, $8, $9)
    on conflict (application_id) do update set status = 'REPORTED', starts_on = excluded.starts_on,
      wage_band = excluded.wage_band, is_retained_at_3_months = excluded.is_retained_at_3_months,
      is_retained_at_6_months = excluded.is_retained_at_6_months, reported_at = excluded.reported_at, answered_at = null
    returning id`,
);

export const RETAIN = statement(
  'placement-retain',
  {},
  `update placement set is_retained_at_3_months = $3, is_retained_at_6_months = $4
    where participant_id = $1 and id = $2`,
);

export const ANSWER = statement(
  'placement-answer',
  {},
  'update placement set status = $3, answered_at = $4 where participant_id = $1 and id = $2',
);
