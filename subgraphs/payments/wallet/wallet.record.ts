import type { Place } from '../../kit/vault/vault.ts';

/** Where the sealed number of a participant's wallet lies. */
export const walletPlace = (participantId: string): Place => ({
  subjectId: participantId,
  table: 'wallet',
  column: 'sealed_number',
  rowId: participantId,
});
