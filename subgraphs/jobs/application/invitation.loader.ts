import type { Database } from '../../kit/database.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey, pagesByParent } from '../../kit/loader.ts';
import { below, type IdKey } from '../../kit/page.ts';
import type { RequestFacts } from '../../kit/request.ts';
import { column, statement } from '../../kit/statement.ts';
import { liveConsentSql } from '../consent/index.ts';
import { managedPortal } from './application.policy.ts';
import type { InvitationStatus } from './invitation.status.ts';
import type { InvitationType, SentInvitationType } from './invitation.type.ts';

const columns = {
  id: column.uuid,
  participantId: column.uuid,
  vacancyId: column.uuid,
  portalId: column.uuid,
  message: column.text,
  status: column.text.as<InvitationStatus>(),
  applicationId: column.uuid.orNull,
  sentAt: column.timestamptz,
  until: column.timestamptz,
};

const named = `id, participant_id as "participantId", vacancy_id as "vacancyId", portal_id as "portalId", message,
  case when status = 'SENT' and until <= $2 then 'LAPSED' else status end as status,
  application_id as "applicationId", sent_at as "sentAt", until`;

// Passed on only while the person lets this portal, or all, invite them; what was answered stays.
const CONSENTED = `(status <> 'SENT' or exists (${liveConsentSql({
  participant: 'invitation.participant_id',
  portal: 'invitation.portal_id',
  purpose: `'INVITATION'`,
  now: '$2::timestamptz',
})}))`;

const BY_PARTICIPANT = statement(
  'invitations-by-participant',
  columns,
  `select page.* from unnest($1::uuid[]) as person (id) cross join lateral (
      select ${named} from invitation
        where participant_id = person.id and invitation.id < $3 and ${CONSENTED}
        order by invitation.id desc limit $4
    ) page`,
);

const ONE = statement('invitation-by-id', columns, `select ${named} from invitation where id = $1`);

// Nothing tells who declined from who did not answer.
const BY_VACANCY = statement(
  'invitations-by-vacancy',
  {
    id: column.uuid,
    vacancyId: column.uuid,
    pseudonym: column.text,
    status: column.text.as<InvitationStatus>(),
    applicationId: column.uuid.orNull,
    sentAt: column.timestamptz,
    until: column.timestamptz,
  },
  `select page.* from unnest($1::uuid[]) as vacancy (id) cross join lateral (
      select id, vacancy_id as "vacancyId", pseudonym, application_id as "applicationId", sent_at as "sentAt", until,
          case when status = 'ACCEPTED' then status when until <= $2 then 'LAPSED' else 'SENT' end as status
        from invitation where vacancy_id = vacancy.id and portal_id = $5 and invitation.id < $3
        order by invitation.id desc limit $4
    ) page`,
);

/** Returns one invitation, as it stands at `now`. */
export const readInvitation = async (database: Database, id: string, now: Date): Promise<InvitationType | null> =>
  (await database.rows(ONE, [id, now]))[0] ?? null;

/** Invitations by person, and those for vacancies of the caller's own portal by vacancy. */
const SENT = statement(
  'invitations-sent-by-day',
  { day: column.date, sent: column.int4 },
  'select day, sent from invitation_quota where portal_id = $1 and day = any($2::date[])',
);

export const invitationLoaders = ({ database, now }: { database: Database; now: () => Date }, facts: RequestFacts) => {
  const portal = managedPortal(facts.caller);
  return {
    /** What the caller's portal has sent, by day. */
    invitationsSent: byKey<string, { day: string; sent: number }>(
      async (days) => (portal === null ? [] : database.rows(SENT, [portal, days])),
      ({ day }) => day,
    ),
    invitationsOf: pagesByParent<IdKey, InvitationType>(
      (people, page) => database.rows(BY_PARTICIPANT, [people.filter(isUuid), now(), below(page), page.first + 1]),
      ({ participantId }) => participantId,
    ),
    invitationsFor: pagesByParent<IdKey, SentInvitationType>(
      async (vacancies, page) =>
        portal === null ? [] : database.rows(BY_VACANCY, [vacancies, now(), below(page), page.first + 1, portal]),
      ({ vacancyId }) => vacancyId,
    ),
  };
};
