import { type Database, execute } from '../../kit/database.ts';
import { column, statement } from '../../kit/statement.ts';
import { isAnyUnconfirmedSql } from '../draw/index.ts';
import type { PlaceService } from '../registration/index.ts';
import { LOCK } from './match.statement.ts';

interface GateOptions {
  database: Database;
  places: Pick<PlaceService, 'turnOutUnconfirmed'>;
}

/** Whether somebody who is not confirmed, `open`, is in wave $1 and cannot be an entry: told no, or left out by two officers. */
const isOutSql = `exists (
    select from registration
    where wave_number = $1 and registration.participant_id = open.participant_id and registration.status = 'ELIGIBLE'
    offset 0
  ) and (
    open.state = 'NOT_CONFIRMED'
    or exists (select from match_waiver where match_waiver.wave_number = $1 and approved_by is not null)
  )`;

/** The next people of wave $1 behind $3, at most $2, who cannot be entries. */
const NEXT_OUT = statement(
  'match-next-out',
  { id: column.uuid },
  // The unconfirmed in their order, each looked up in the wave, until there are enough.
  `select open.participant_id as id from unconfirmed_identity as open
    where open.participant_id > $3 and ${isOutSql} order by 1 limit $2`,
);

/** The people among $2 who cannot be entries of wave $1. */
const STILL_OUT = statement(
  'match-still-out',
  { id: column.uuid },
  `select open.participant_id as id from unconfirmed_identity as open
    where open.participant_id = any($2::uuid[]) and ${isOutSql} order by 1`,
);

const IS_OPEN = statement('match-is-open', { isOpen: column.bool }, `select ${isAnyUnconfirmedSql} as "isOpen"`);

/** People of one transaction. */
const AT_ONCE = 2_000;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** Keeps those who are not confirmed out of the entries of a wave. What it reads are the unconfirmed, who are few. */
export class MatchGate {
  readonly #options: GateOptions;

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /**
   * Turns down who cannot be an entry of a screened wave.
   * @returns whether nobody is left for whose answer the freeze has to wait
   */
  async clear(wave: number): Promise<boolean> {
    const { database, places } = this.#options;
    for (let after: string | null = BEFORE_ALL; after !== null; ) {
      const next: string = after;
      after = await database.orm.em.fork().transactional(async (tx) => {
        const { rows } = await execute(tx, NEXT_OUT, [wave, AT_ONCE, next]);
        const ids = rows.map(({ id }) => id);
        await execute(tx, LOCK, [ids]);
        // Whoever was confirmed, or put the data right, before they were locked stays.
        const still = await execute(tx, STILL_OUT, [wave, ids]);
        await places.turnOutUnconfirmed(
          tx,
          wave,
          still.rows.map(({ id }) => id),
        );
        return ids.length === AT_ONCE ? (ids.at(-1) ?? null) : null;
      });
    }
    const [found] = await database.rows(IS_OPEN, [wave]);
    return found?.isOpen === false;
  }
}
