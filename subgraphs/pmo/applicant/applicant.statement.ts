import { column, statement } from '../../kit/statement.ts';

export const LOCK_PERSON = statement(
  'applicant-lock-person',
  { id: column.uuid },
  'select id from participant where id = $1 for no key update',
);

const exists = `exists (select from participant where id = $2::uuid)
    and not exists (select from subject_key where subject_id = $2::uuid and destroyed_at is not null)`;

export const SHARE = statement(
  'applicant-share',
  {},
  `insert into shared_contact (application_id, participant_id, portal_id, shared_at)
    select $1::uuid, $2::uuid, $3::uuid, $4::timestamptz where ${exists}
    on conflict (application_id) do update set shared_at = excluded.shared_at`,
);

export const END = statement(
  'applicant-end',
  {},
  `insert into shared_contact (application_id, participant_id, portal_id, ended_at)
    select $1::uuid, $2::uuid, $3::uuid, $4::timestamptz where ${exists}
    on conflict (application_id) do update set ended_at = coalesce(shared_contact.ended_at, excluded.ended_at)`,
);

/** Who is behind applications $1: shown for a year, and until they end. */
export const APPLICANTS = statement(
  'applicants-by-application',
  { applicationId: column.uuid, participantId: column.uuid, portalId: column.uuid, name: column.text },
  `select application_id as "applicationId", participant_id as "participantId", portal_id as "portalId", name
    from shared_contact join participant on participant.id = participant_id
    where application_id = any($1::uuid[]) and ended_at is null and shared_at > $2::timestamptz - interval '365 days'`,
);
