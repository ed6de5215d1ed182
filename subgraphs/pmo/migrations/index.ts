import { ParticipantsAndWaves } from './001-participants-and-waves.ts';

/** Oldest first; a released migration is never edited. */
export const migrations = [{ name: '001-participants-and-waves', class: ParticipantsAndWaves }];
