import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { type Database, execute, run } from '../../kit/database.ts';
import { CHUNK } from '../../kit/events/event.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import { canBecome, queriesOver } from '../../kit/query.ts';
import type { PolicyService } from '../policy/index.ts';
import { BarredListVersionEntity } from './barred.entity.ts';
import { participantsBarred, participantsReinstated } from './barred.events.ts';
import { BAR, NEXT, REINSTATE } from './barred.statement.ts';
import { ImportStatus, transition } from './barred.status.ts';
import type { ImportedList } from './imported-list.ts';

/** A version in force, of which holders of awards are still to be judged. */
export interface RecheckingVersion {
  id: number;
  list: ImportedList;
  requestId: string;
}

export interface RecheckOptions {
  database: Database;
  outbox: Outbox;
  policies: PolicyService;
  now: () => Date;
}

interface MovedRow {
  barred: number;
  reinstated: number;
}

const query = queriesOver(BarredListVersionEntity);

const COUNT = query<MovedRow & { id: number; rechecked: number }>()('barred-version-count', (db, values) =>
  db
    .updateTable('barred_list_version')
    .set({
      rechecked: sql`rechecked + ${values.rechecked}::int`,
      barred: sql`barred + ${values.barred}::int`,
      reinstated: sql`reinstated + ${values.reinstated}::int`,
    })
    .where('id', '=', values.id),
);

const FINISH = query<{ id: number; at: Date }>()('barred-version-finish', (db, { id, at }) =>
  db
    .updateTable('barred_list_version')
    .set({ status: ImportStatus.DONE, finishedAt: at })
    .where('id', '=', id)
    .where(canBecome(transition, ImportStatus.DONE)),
);

/** Holders of awards of one wave. */
interface Holders {
  wave: number;
  ids: string[];
}

const judge = async (
  tx: EntityManager,
  { wave, ids, version }: Holders & { version: RecheckingVersion },
  { policies, outbox, now }: RecheckOptions,
): Promise<MovedRow> => {
  const { id, list, requestId } = version;
  const asOf = policies.today();
  const decided = await policies.decide(tx, { participantIds: ids, purpose: 'PAYMENT', wave, asOf });
  const mayReceive = (holder: string) => decided.get(holder)?.isEligible ?? false;
  const change = async (statement: typeof BAR, people: string[]) =>
    (await execute(tx, statement, [people])).rows.map((row) => row.id);
  const excluded = ids.filter((holder) => !mayReceive(holder));
  const barred = await change(BAR, excluded);
  const reinstated = await change(REINSTATE, ids.filter(mayReceive));
  const [first] = decided.values();
  const facts = { list, version: id, wave, policyVersion: first?.policyVersion ?? '', at: now().toISOString() };
  const event = (participants: string[]) => ({ data: { ...facts, participants }, requestId });
  if (barred.length > 0) await outbox.add(tx, participantsBarred, event(barred));
  if (reinstated.length > 0) await outbox.add(tx, participantsReinstated, event(reinstated));
  return { barred: barred.length, reinstated: reinstated.length };
};

/** Judges the next holders of an award again, each under the policy of their wave; ends the version after the last. */
export const recheckNext = async (version: RecheckingVersion, options: RecheckOptions): Promise<void> => {
  const { database, now } = options;
  const { id } = version;
  await database.orm.em.fork().transactional(async (tx) => {
    const { rows } = await execute(tx, NEXT, [id, CHUNK]);
    if (rows.length === 0) {
      await run(tx, FINISH, { id, at: now() });
      return;
    }
    const moved: MovedRow = { barred: 0, reinstated: 0 };
    for (const [wave, holders] of Map.groupBy(rows, (row) => row.wave)) {
      const ids = holders.map((holder) => holder.id);
      const { barred, reinstated } = await judge(tx, { wave, ids, version }, options);
      moved.barred += barred;
      moved.reinstated += reinstated;
    }
    await run(tx, COUNT, { id, rechecked: rows.length, barred: moved.barred, reinstated: moved.reinstated });
  });
};
