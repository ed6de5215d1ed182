import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';
import { waitForErasures } from '../profile/profile.service.ts';

const columns = 'id, participant_id, portal_id, purpose, region_code, until, withdrawn_at';

const told = `insert into consent (${columns}) select $1::uuid, $2::uuid, $3::uuid, $4, $5, $6::timestamptz, $7::timestamptz
  where not exists (select from erased_participant where participant_id = $2::uuid)`;

const GRANT = `${told} on conflict (id) do nothing`;

const WITHDRAW = `${told} on conflict (id) do update set withdrawn_at = excluded.withdrawn_at`;

const ERASE = 'delete from consent where participant_id = any($1::uuid[])';

/** A consent as both its events tell it; `portal` is null for all portals. */
export interface ToldConsent {
  consent: string;
  participant: string;
  portal: string | null;
  purpose: string;
  region: string;
  /** ISO, with an offset. */
  until: string;
  at: string;
}

const valuesOf = ({ consent, participant, portal, purpose, region, until }: ToldConsent) => [
  ...[consent, participant, portal, purpose, region],
  new Date(until),
];

/** Remembers a consent; one that was withdrawn already stays so, and the erased have none. */
export const keepConsent = async (em: EntityManager, told: ToldConsent): Promise<void> => {
  await waitForErasures(em);
  await execute(em, GRANT, [...valuesOf(told), null]);
};

/** Ends a consent for ever, whether or not its grant has arrived. */
export const endConsent = async (em: EntityManager, told: ToldConsent): Promise<void> => {
  await waitForErasures(em);
  await execute(em, WITHDRAW, [...valuesOf(told), new Date(told.at)]);
};

/** Forgets the consents of erased people; call it where their profiles are erased, which keeps others from coming. */
export const eraseConsents = async (em: EntityManager, participants: readonly string[]): Promise<void> => {
  await execute(em, ERASE, [participants]);
};

/**
 * SQL for a lateral join that finds the newest consent of `participant` (an SQL expression) that holds at `now` for the
 * portal and the purpose, as a table with `region_code`; no row when there is none.
 */
export const liveConsentSql = ({
  participant,
  portal,
  purpose,
  now,
}: Record<'participant' | 'portal' | 'purpose' | 'now', string>) =>
  `select region_code from consent
    where consent.participant_id = ${participant} and (portal_id = ${portal} or portal_id is null)
      and purpose = ${purpose} and withdrawn_at is null and until > ${now}
    order by id desc limit 1`;
