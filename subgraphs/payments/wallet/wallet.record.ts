import type { Place } from '../../kit/vault/vault.ts';

/** Returns the place of the sealed number of a participant's wallet. */
export const walletPlace = (participantId: string): Place => ({
  subjectId: participantId,
  table: 'wallet',
  column: 'sealed_number',
  rowId: participantId,
});
