import type { Invariant } from '../../kit/invariant.ts';

/** What holds of consents and profiles at any time, as queries against a live database. */
export const invariants: readonly Invariant[] = [
  {
    name: 'nothing is kept of who was erased',
    sql: `select participant_id from erased_participant
      where exists (select from skill_profile profile where profile.participant_id = erased_participant.participant_id)
        or exists (select from consent where consent.participant_id = erased_participant.participant_id)`,
  },
];
