import { sql } from 'kysely';
import { type Database, execute, run } from '../../kit/database.ts';
import { CHUNK } from '../../kit/events/event.ts';
import { canBecome, queriesOver } from '../../kit/query.ts';
import { BarredListVersionEntity } from './barred.entity.ts';
import { NEXT } from './barred.statement.ts';
import { ImportStatus, transition } from './barred.status.ts';
import { holdFacts, type JudgeOptions, judgeHolders } from './holders.judge.ts';
import type { ImportedList } from './imported-list.ts';

/** A version in force, of which holders of awards are still to be judged. */
export interface RecheckingVersion {
  id: number;
  list: ImportedList;
  requestId: string;
}

export interface RecheckOptions extends JudgeOptions {
  database: Database;
}

interface CountRow {
  id: number;
  rechecked: number;
  barred: number;
  reinstated: number;
}

const query = queriesOver(BarredListVersionEntity);

const COUNT = query<CountRow>()('barred-version-count', (db, values) =>
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

/** Judges the next holders of an award again, each under the policy of their wave; ends the version after the last. */
export const recheckNext = async (version: RecheckingVersion, options: RecheckOptions): Promise<void> => {
  const { database, now } = options;
  const { id, list, requestId } = version;
  await database.orm.em.fork().transactional(async (tx) => {
    const { rows } = await execute(tx, NEXT, [id, CHUNK]);
    if (rows.length === 0) {
      await run(tx, FINISH, { id, at: now() });
      return;
    }
    await holdFacts(
      tx,
      rows.map((row) => row.id),
    );
    const cause = { list, version: id, requestId };
    const moved = await judgeHolders(tx, { holders: rows, cause }, options);
    await run(tx, COUNT, { id, rechecked: rows.length, ...moved });
  });
};
