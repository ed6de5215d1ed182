import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import type { PolicyService } from '../policy/index.ts';
import { participantsBarred, participantsReinstated } from './barred.events.ts';
import { holdLists } from './barred.lock.ts';
import { BAR, LOCK_PEOPLE, REINSTATE } from './barred.statement.ts';
import type { ImportedList } from './imported-list.ts';

/** What made a judgement necessary: a version of a list, or what is stated about a person. */
export interface CauseOfJudgement {
  list: ImportedList | 'STATED_FACTS';
  /** Number of the version, or of the change. */
  version: number;
  requestId: string;
}

export interface Holder {
  id: string;
  /** The wave that awarded the person. */
  wave: number;
}

export interface JudgeOptions {
  outbox: Outbox;
  policies: PolicyService;
  now: () => Date;
}

/**
 * Keeps what holders of awards are judged by from changing until the transaction ends: no list takes effect meanwhile,
 * and nobody of them is corrected. To be called before anything about them is read.
 */
export const holdFacts = async (tx: EntityManager, ids: readonly string[]): Promise<void> => {
  await holdLists(tx);
  await execute(tx, LOCK_PEOPLE, [ids]);
};

const judgeWave = async (
  tx: EntityManager,
  { wave, ids, cause }: { wave: number; ids: string[]; cause: CauseOfJudgement },
  { policies, outbox, now }: JudgeOptions,
) => {
  const { list, version, requestId } = cause;
  const asOf = policies.today();
  const decided = await policies.decide(tx, { participantIds: ids, purpose: 'PAYMENT', wave, asOf });
  const mayReceive = (holder: string) => decided.get(holder)?.isEligible ?? false;
  const change = async (statement: typeof BAR, people: string[]) =>
    (await execute(tx, statement, [people])).rows.map((row) => row.id);
  const excluded = ids.filter((holder) => !mayReceive(holder));
  const barred = await change(BAR, excluded);
  const reinstated = await change(REINSTATE, ids.filter(mayReceive));
  const [first] = decided.values();
  const facts = { list, version, wave, policyVersion: first?.policyVersion ?? '', at: now().toISOString() };
  const event = (participants: string[]) => ({ data: { ...facts, participants }, requestId });
  if (barred.length > 0) await outbox.add(tx, participantsBarred, event(barred));
  if (reinstated.length > 0) await outbox.add(tx, participantsReinstated, event(reinstated));
  return { barred: barred.length, reinstated: reinstated.length };
};

/**
 * Judges holders of awards again, each under the policy of their wave: bars who may not receive any more, reinstates
 * who may again, and says so. Their facts are held (`holdFacts`).
 * @param holders 1,000 at most
 */
export const judgeHolders = async (
  tx: EntityManager,
  { holders, cause }: { holders: readonly Holder[]; cause: CauseOfJudgement },
  options: JudgeOptions,
): Promise<{ barred: number; reinstated: number }> => {
  const moved = { barred: 0, reinstated: 0 };
  for (const [wave, people] of Map.groupBy(holders, (holder) => holder.wave)) {
    const ids = people.map((holder) => holder.id);
    const { barred, reinstated } = await judgeWave(tx, { wave, ids, cause }, options);
    moved.barred += barred;
    moved.reinstated += reinstated;
  }
  return moved;
};
