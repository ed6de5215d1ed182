/** Writes the common table expression that gives up the places of `people`, joined by `where`, on their family cards. */
export const releasePlaces = (people: string, where: string): string => `delete from kk_claim using ${people}
    where ${where}`;

/**
 * Writes the common table expression that awards people, once in a lifetime; answers who was. `winners` are people, wave
 * and tranche.
 */
export const claimAwards = (
  winners: string,
): string => `insert into award_claim (participant_id, wave_number, tranche_no)
    ${winners} order by participant_id
    on conflict (participant_id) do nothing returning participant_id`;

/** Writes the common table expression that marks awards as revoked at a moment; they stay. */
export const revokeAwards = (at: string, people: string, where: string): string =>
  `update award_claim set revoked_at = ${at} from ${people} where ${where}`;

/**
 * Writes the statements that make room for the registrations of a wave. The room is attached, not created as a part:
 * that would keep everyone out of all waves until it is done.
 */
export const partitionOf = (wave: number): readonly string[] => [
  `create table registration_w${wave} (like registration including defaults including constraints)`,
  `alter table registration attach partition registration_w${wave} for values in (${wave})`,
];
