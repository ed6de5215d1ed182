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

/** Counts invitations $3 of a portal on day $2, of which $4 lead to nobody; no row when these would be more than $5. */
export const COUNT_INVITATIONS = statement(
  'invitation-count',
  { sent: column.int4 },
  `insert into invitation_quota as own (portal_id, day, sent, canaries)
    select $1::uuid, $2::date, $3::int, $4::int where $3::int <= $5::int
    on conflict (portal_id, day) do update set sent = own.sent + excluded.sent, canaries = own.canaries + excluded.canaries
      where own.sent + excluded.sent <= $5::int
    returning sent`,
);

/** Portals that have invited somebody who does not exist since the last look. */
export const NOTE_CANARIES = statement(
  'invitation-note-canaries',
  { portal: column.uuid, canaries: column.int4 },
  `update invitation_quota set noted_canaries = canaries where noted_canaries < canaries
    returning portal_id as portal, canaries`,
);

/**
 * Invites people $1 under pseudonyms $2, side by side, with ids $3; null is nobody. Who was invited to the vacancy under
 * the pseudonym already stays so. A person who was invited to it under another one is not invited again: the row is
 * kept for nobody, so that the portal does not learn that the two pseudonyms are one person.
 */
export const INVITE = statement(
  'invitation-send',
  {},
  `insert into invitation (participant_id, id, vacancy_id, portal_id, pseudonym, message, status, sent_at, until)
    select case when turn = 1 and not is_invited and not is_erased then person else gen_random_uuid() end,
        id, $4, $5, pseudonym, $6, 'SENT', $7, $8
      from (
        select one.*, row_number() over (partition by person order by id) as turn,
            exists (select from invitation where vacancy_id = $4 and participant_id = person) as is_invited,
            person is null or exists (select from erased_participant where participant_id = person) as is_erased
          from unnest($1::uuid[], $2::text[], $3::uuid[]) as one (person, pseudonym, id)
      ) every order by id
    on conflict (vacancy_id, pseudonym) do nothing`,
);

/**
 * Leaves nothing of erased people $1 in invitations: what led to an application goes with it, the others stay with their
 * portal, for nobody, so that it does not learn who has left.
 */
export const FORGET_INVITED = `with gone as (
    delete from invitation where participant_id = any($1::uuid[]) and application_id is not null
  )
  update invitation set participant_id = gen_random_uuid()
    where participant_id = any($1::uuid[]) and application_id is null`;

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
