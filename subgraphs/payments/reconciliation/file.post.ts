import type { PoolClient } from 'pg';
import { execute, run } from '../../kit/database.ts';
import { post } from '../ledger/index.ts';
import { FINISH_FILE, NOTE_POSTED } from './file.statement.ts';
import { NEXT_CLAIMS } from './match.statement.ts';

/** A file that was matched, of which entries are still to be posted. */
export interface PostingFile {
  id: number;
  partner: string;
  postedSeq: bigint;
  requestId: string;
}

const CLAIMS_AT_ONCE = 5_000;

/** Posts the next claims of a file, an entry for each wave, and notes how far it came in the same transaction. */
const postClaims = async (client: PoolClient, file: PostingFile, at: Date) => {
  const { id, partner: party, postedSeq, requestId } = file;
  const { rows } = await execute(client, NEXT_CLAIMS, [id, postedSeq, CLAIMS_AT_ONCE]);
  if (rows.length === 0) {
    await run(client, FINISH_FILE, { id, at });
    return;
  }
  for (const [waveNumber, claims] of Map.groupBy(rows, ({ wave }) => wave)) {
    const postings = claims.flatMap(({ fact, participant: participantId, amount }) => {
      const moved = fact === 'PAID' ? amount : -amount;
      return [
        { account: 'WALLET_CLEARING' as const, participantId, party, amount: -moved },
        { account: 'PARTNER_DEPOSIT' as const, participantId, party, amount: moved },
      ];
    });
    const reference = `reconcile:${id}:${claims[0]?.seq}`;
    await post(client, { kind: 'RECONCILE', reference, waveNumber, at, requestId, postings });
  }
  const last =
    rows
      .map(({ seq }) => seq)
      .toSorted((one, other) => Number(one - other))
      .at(-1) ?? postedSeq;
  await run(client, NOTE_POSTED, { id, seq: last });
};

export const postNext = async (client: PoolClient, file: PostingFile, now: () => Date): Promise<void> => {
  await client.query('begin');
  try {
    await postClaims(client, file, now());
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
};
