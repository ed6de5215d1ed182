import { column, statement } from '../../kit/statement.ts';
import { isShown } from '../vacancy/index.ts';
import { ApplicationStatus, transition } from './application.status.ts';

/** A vacancy, kept as it is until the transaction ends, and whether somebody may apply for it. */
export const LOCK_VACANCY = statement(
  'application-lock-vacancy',
  { portal: column.uuid, isShown: column.bool, isElsewhere: column.bool, isErased: column.bool },
  `select portal_id as portal, ${isShown('vacancy')} as "isShown", apply_url is not null as "isElsewhere",
      exists (select from erased_participant where participant_id = $2) as "isErased"
    from vacancy where id = $1 for share of vacancy`,
);

/** No row when the person has applied already. */
export const SUBMIT = statement(
  'application-submit',
  { id: column.uuid },
  `insert into application (participant_id, id, vacancy_id, portal_id, status, message, submitted_at, changed_at)
    values ($1, $2, $3, $4, 'SUBMITTED', $5, $6, $6) on conflict do nothing returning id`,
);

/** The id of the application that stands. */
export const STANDING = statement(
  'application-standing',
  { id: column.uuid },
  `select id from application where participant_id = $1 and vacancy_id = $2 and status not in ('REJECTED', 'WITHDRAWN')`,
);

const one = { participant: column.uuid, portal: column.uuid, status: column.text.as<ApplicationStatus>() };
const named = 'select participant_id as participant, portal_id as portal, status from application';

/** An application of the person's own. */
export const LOCK_OWN = statement(
  'application-lock-own',
  one,
  `${named} where participant_id = $2 and id = $1 for no key update`,
);

/** An application for a vacancy of the portal's own. */
export const LOCK_OF_PORTAL = statement(
  'application-lock-of-portal',
  one,
  `${named} where portal_id = $2 and id = $1 for no key update`,
);

export const MOVE = statement(
  'application-move',
  {},
  `update application set status = $3, changed_at = greatest($4, submitted_at) where participant_id = $1 and id = $2`,
);

/** Marks the application as HIRED; no row when it does not stand any more. */
export const HIRE = statement(
  'application-hire',
  { id: column.uuid },
  `update application set status = '${ApplicationStatus.HIRED}', changed_at = greatest($3, submitted_at)
    where participant_id = $1 and id = $2 and status in (${transition.sqlFrom(ApplicationStatus.HIRED)}) returning id`,
);

/**
 * Invites people $1 under pseudonyms $2, side by side, with ids $3: who was invited to the vacancy under the pseudonym
 * already stays so.
 */
export const INVITE = statement(
  'invitation-send',
  {},
  `insert into invitation (participant_id, id, vacancy_id, portal_id, pseudonym, message, status, sent_at, until)
    select person, id, $4, $5, pseudonym, $6, 'SENT', $7, $8
      from unnest($1::uuid[], $2::text[], $3::uuid[]) as one (person, pseudonym, id)
      where not exists (select from erased_participant where participant_id = person) order by person
    on conflict (vacancy_id, pseudonym) do nothing`,
);

/** An invitation of the person's own. */
export const LOCK_INVITATION = statement(
  'invitation-lock',
  {
    vacancy: column.uuid,
    portal: column.uuid,
    status: column.text.as<'SENT' | 'ACCEPTED' | 'DECLINED'>(),
    until: column.timestamptz,
  },
  `select vacancy_id as vacancy, portal_id as portal, status, until from invitation
    where participant_id = $2 and id = $1 for no key update`,
);

export const ANSWER = statement(
  'invitation-answer',
  {},
  `update invitation set status = $3, application_id = $4, answered_at = $5 where participant_id = $1 and id = $2`,
);
