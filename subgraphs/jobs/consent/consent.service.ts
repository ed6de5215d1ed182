import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';
import { waitForErasures } from '../profile/index.ts';
import { GRANT, WITHDRAW } from './consent.statement.ts';

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

const valuesOf = (
  { consent, participant, portal, purpose, region, until }: ToldConsent,
  withdrawnAt: Date | null,
): unknown[] => [consent, participant, portal, purpose, region, new Date(until), withdrawnAt];

/** Remembers a consent; one that was withdrawn already stays so, and the erased have none. */
export const keepConsent = async (em: EntityManager, told: ToldConsent): Promise<void> => {
  await waitForErasures(em);
  await execute(em, GRANT, valuesOf(told, null));
};

/** Ends a consent for ever, whether or not its grant has arrived. */
export const endConsent = async (em: EntityManager, told: ToldConsent): Promise<void> => {
  await waitForErasures(em);
  await execute(em, WITHDRAW, valuesOf(told, new Date(told.at)));
};
