import type { PoolClient } from 'pg';
import { type Database, execute } from '../../kit/database.ts';
import { FencedWork } from '../../kit/fenced-work.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import type { Logger } from '../../kit/log.ts';
import type { RowsOf } from '../../kit/statement.ts';
import { type Posting, post } from '../ledger/index.ts';
import {
  FINISH,
  GATHER,
  GATHER_REFUNDS,
  NEXT_LINES,
  NOTE_POSTED,
  OPEN_RUN,
  SEAL,
  SUM,
} from './settlement.statement.ts';
import { SettlementStatus } from './settlement.status.ts';
import { partOf } from './share.policy.ts';

interface WorkOptions {
  database: Database;
  log: Pick<Logger, 'error'>;
  now: () => Date;
  /** Purchases that are gathered, and lines that are posted, in one transaction. */
  atOnce?: number;
}

type Run = RowsOf<typeof OPEN_RUN>;
type Line = RowsOf<typeof NEXT_LINES>;

const AT_ONCE = 5_000;
// "setr", for the first half of an advisory lock's key; there is one run at a time, so the second one is always the same.
const LOCK_CLASS = 0x73_65_74_72;
export const THE_RUN = 1;

/** The first moment after a day in Jakarta. */
export const endOf = (day: string): Date => new Date(new Date(`${day}T00:00:00+07:00`).getTime() + 86_400_000);

const gather = async (client: PoolClient, { id, until }: Run, atOnce: number): Promise<void> => {
  const [gathered] = (await execute(client, GATHER, [id, endOf(until), atOnce])).rows;
  if ((gathered?.count ?? 0) === atOnce) return;
  await execute(client, GATHER_REFUNDS, [id]);
  await execute(client, SUM, [id]);
  await execute(client, SEAL, [id]);
};

/** The postings of lines: from what is payable to the parties, to them or against what they owe. */
const postingsOf = (lines: readonly Line[]): { postings: Posting[]; parts: { id: string; amount: bigint }[] } => {
  const postings = lines.map(
    ({ account, party, participant, amount }): Posting => ({
      account,
      participantId: participant,
      party,
      amount: -amount,
    }),
  );
  const parts = [...Map.groupBy(lines, ({ settlement }) => settlement)].map(([id, own]) => {
    const amount = own.reduce((sum, line) => sum + line.amount, 0n);
    const { party, posted, netted } = own[0] as Line;
    const part = partOf({ posted, netted, amount });
    const toParty = (account: Posting['account'], moved: bigint) => {
      if (moved > 0n) postings.push({ account, participantId: null, party, amount: moved });
    };
    toParty('PAID_OUT', part.paid);
    toParty('RECEIVABLE', part.netted);
    return { id, amount };
  });
  return { postings, parts };
};

const postNext = async (client: PoolClient, run: Run, { now, atOnce }: { now: () => Date; atOnce: number }) => {
  const { rows } = await execute(client, NEXT_LINES, [run.id, run.postedSeq, atOnce]);
  const last = rows.at(-1)?.seq;
  if (last === undefined) {
    await execute(client, FINISH, [run.id, now()]);
    return;
  }
  const { postings, parts } = postingsOf(rows);
  const reference = `settle:${run.id}:${last}`;
  const at = now();
  // Of purchases of many waves, thus of none.
  const year = Number(jakartaDayAfter(at, 0).slice(0, 4));
  await post(client, { kind: 'SETTLE', reference, waveNumber: null, year, at, requestId: run.requestId, postings });
  await execute(client, NOTE_POSTED, [run.id, last, parts.map(({ id }) => id), parts.map(({ amount }) => amount)]);
};

/** Gathers what a run settles, and posts it once it is approved: in parts, each a transaction that says how far it came. */
export const settlementWork = ({ database, log, now, atOnce = AT_ONCE }: WorkOptions): FencedWork => {
  const advance = async (client: PoolClient): Promise<boolean> => {
    const [run] = (await execute(client, OPEN_RUN)).rows;
    if (!run || run.status === SettlementStatus.PENDING) return false;
    await client.query('begin');
    try {
      if (run.status === SettlementStatus.GATHERING) await gather(client, run, atOnce);
      else await postNext(client, run, { now, atOnce });
      await client.query('commit');
    } catch (error) {
      await client.query('rollback');
      throw error;
    }
    return true;
  };
  return new FencedWork({
    name: 'settlements',
    lockClass: LOCK_CLASS,
    database,
    log,
    waiting: async () =>
      (await database.rows(OPEN_RUN)).some(({ status }) => status !== SettlementStatus.PENDING) ? [THE_RUN] : [],
    advance,
  });
};
