import type { Subgraph } from '../../../schema/registry/revision.ts';
import { withoutElements } from '../../../schema/registry/withheld.ts';
import type { Database } from '../../kit/database.ts';
import type { RowsOf } from '../../kit/statement.ts';
import { LIVE_SET } from './revision.statement.ts';

/** A live subgraph, with the SDL that is left of it. */
export interface LiveSubgraph extends Subgraph {
  /** Id of its revision. */
  id: string;
  /** Elements that its revision states and that are left out. */
  withheld: readonly string[];
}

/** The live subgraphs of a read, in its order; one of which nothing is left is no longer among them. */
export const liveOf = (rows: readonly RowsOf<typeof LIVE_SET>[]): LiveSubgraph[] =>
  rows.flatMap(({ withheld, sdl: text, ...live }) => {
    const sdl = withoutElements(text, withheld ?? []);
    return sdl === undefined ? [] : [{ ...live, sdl, withheld: withheld ?? [] }];
  });

export const readLive = async (database: Database): Promise<LiveSubgraph[]> => liveOf(await database.rows(LIVE_SET));
