/**
 * Writes the common table expression that puts people before the civil registry, or again after a correction: `people`
 * has the columns `participant_id`, `nik_index` and `at`. What it is answering meanwhile no longer counts.
 */
export const askRegistry = (people: string): string =>
  `insert into unconfirmed_identity (participant_id, nik_index, next_at, since)
    select participant_id, nik_index, at, at from (${people}) as person
    on conflict (participant_id) do update set state = 'WAITING', nik_index = excluded.nik_index, reason = null,
      field = null, round = unconfirmed_identity.round + 1, failures = 0, next_at = excluded.next_at,
      since = excluded.since`;

/** The same for people who are new: nobody has asked about them. */
export const askRegistryFirst = (people: string): string =>
  `insert into unconfirmed_identity (participant_id, nik_index, next_at, since)
    select participant_id, nik_index, at, at from (${people}) as person`;
