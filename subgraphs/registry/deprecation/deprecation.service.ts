import type { EntityManager } from '@mikro-orm/postgresql';
import { deprecatedIn } from '../../../schema/registry/deprecation.ts';
import type { Subgraph } from '../../../schema/registry/revision.ts';
import { readPart } from '../../../schema/registry/sdl/part.ts';
import { placesIn } from '../../../schema/registry/sdl/places.ts';
import { type Database, execute } from '../../kit/database.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { LIVE_SET, liveOf } from '../revision/index.ts';
import { END, NOTE, STANDING } from './deprecation.statement.ts';

/** What the live graph deprecates, and all of its elements. */
const readLive = (live: readonly Subgraph[], now: Date) => {
  const elements = new Set<string>();
  const deprecated = new Map<string, object>();
  for (const { name: subgraph, organization: owner, sdl } of live) {
    const part = readPart(sdl);
    for (const { coordinate } of placesIn(part.document)) elements.add(coordinate);
    for (const { coordinate, terms } of deprecatedIn(part)) {
      // One without terms was live before the rule that refuses it.
      if (!terms || deprecated.has(coordinate)) continue;
      deprecated.set(coordinate, { id: uuidv7(now.getTime()), coordinate, subgraph, owner, ...terms });
    }
  }
  return { elements, deprecated };
};

/**
 * Notes what is live and deprecated, and ends what is not deprecated any more, or not there: in the transaction in which
 * a revision goes live, or by itself. Doing it again changes nothing.
 */
export const noteDeprecations = async (tx: EntityManager, now: Date): Promise<void> => {
  const { rows } = await execute(tx, LIVE_SET);
  const { elements, deprecated } = readLive(liveOf(rows), now);
  const { rows: standing } = await execute(tx, STANDING);
  const ended = standing
    .filter(({ coordinate }) => !deprecated.has(coordinate))
    .map(({ id, coordinate }) => ({ id, ending: elements.has(coordinate) ? 'WITHDRAWN' : 'REMOVED' }));
  if (ended.length > 0) await execute(tx, END, [JSON.stringify(ended), now]);
  if (deprecated.size > 0) await execute(tx, NOTE, [JSON.stringify([...deprecated.values()]), now]);
};

/** Notes what became live without a word, such as the first revisions of all. */
export const noteLive = (database: Database, now: Date): Promise<void> =>
  database.orm.em.fork().transactional((tx) => noteDeprecations(tx, now));
