import type { Arguments } from './access-document.ts';

/** Arguments of what the ledger tells of a person. */
export const tracesGiven = (participant: string): Arguments => ({
  'Mutation.proposeCarryOver': 'wave: 1, reason: "Matriks"',
  'Mutation.approveCarryOver': `id: ${JSON.stringify(crypto.randomUUID())}`,
  'Query.rupiahTrace': `participant: ${JSON.stringify(participant)}`,
});
