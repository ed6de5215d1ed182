/**
 * Writes the common table expression that stores new data keys; a person's key of before stays, and counts. Answers
 * whose keys are new.
 */
export const insertKeys = (keys: string): string =>
  `insert into subject_key (subject_id, kek_id, wrapped) ${keys} on conflict do nothing returning subject_id`;
