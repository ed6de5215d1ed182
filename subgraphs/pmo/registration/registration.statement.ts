/** Writes the common table expression that gives up the places of `people`, joined by `where`, on their family cards. */
export const releasePlaces = (people: string, where: string): string => `delete from kk_claim using ${people}
    where ${where}`;

/**
 * Writes the common table expression that makes a person's live entry that of another NIK, if `condition` holds: an entry
 * names its person. The database refuses it once the entries are frozen.
 */
export const reenter = (person: string, nikIndex: string, condition: string): string => `update registration
    set entry_id = encode(substring(sha256(entry_salt || ${nikIndex}) for 16), 'hex')::uuid
    from ${person} where registration.participant_id = ${person}.id and ${condition} and entry_salt is not null
      and registration.status in ('JOINED', 'ELIGIBLE')`;

/** Writes the common table expression that awards people, once in a lifetime; answers who was. */
export const claimAwards = (winners: string): string => `insert into award_claim (participant_id, wave_number)
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
