import type { EntityManager } from '@mikro-orm/postgresql';
import { type Database, execute } from '../../kit/database.ts';
import type { Fact, Tell } from '../../kit/facts.ts';
import { isUuid } from '../../kit/ids.ts';
import type { RowsOf } from '../../kit/statement.ts';
import type { OperationUses } from '../usage/index.ts';
import { noteLive } from './deprecation.service.ts';
import { ADD_USERS, COUNT, COUNTED, STANDING } from './deprecation.statement.ts';

/** Days of use before a deprecation that make an organisation one of its users. */
export const USED_WITHIN_DAYS = 30;

interface CountingOptions {
  database: Database;
  uses: OperationUses;
  tell: Tell;
  /** The organisation whose own frontends have tokens that name none. */
  office: string;
  now: () => Date;
}

type StandingRow = RowsOf<typeof STANDING>;

/** Finds who uses what is deprecated, tells them once, and keeps counting what is left by day. */
export class CountingService {
  readonly #options: CountingOptions;

  constructor(options: CountingOptions) {
    this.#options = options;
  }

  async run(): Promise<void> {
    const { database, uses, office, now } = this.#options;
    await noteLive(database, now());
    const standing = await database.rows(STANDING);
    if (standing.length === 0) return;
    const found = await uses.usesOf(
      standing.map(({ coordinate }) => coordinate),
      USED_WITHIN_DAYS,
    );
    if (!found) return;
    const byCoordinate = new Map(standing.map((each) => [each.coordinate, each]));
    const counts = found.flatMap(({ coordinate, organization, ...rest }) => {
      const id = byCoordinate.get(coordinate)?.id;
      return id === undefined || rest.executions < 1 ? [] : [{ id, organization: organization || office, ...rest }];
    });
    await database.orm.em.fork().transactional((tx) => this.#keep(tx, standing, counts));
  }

  async #keep(tx: EntityManager, standing: readonly StandingRow[], counts: readonly object[]): Promise<void> {
    const now = this.#options.now();
    const { rows: added } = await execute(tx, ADD_USERS, [JSON.stringify(counts), now]);
    await execute(tx, COUNT, [JSON.stringify(counts)]);
    await execute(tx, COUNTED, [standing.map(({ id }) => id), now]);
    const byId = new Map(standing.map((each) => [each.id, each]));
    const facts = added.flatMap(({ deprecationId, organization }): Fact[] => {
      const { coordinate, replacement, until, owner } = byId.get(deprecationId) as StandingRow;
      // Only organisations with an id have webhooks.
      if (!isUuid(organization)) return [];
      const data = { deprecation: deprecationId, element: coordinate, replacement, until, owner };
      return [{ organization, type: 'element.deprecated', subject: deprecationId, data }];
    });
    if (facts.length > 0) await this.#options.tell(tx, facts, crypto.randomUUID());
  }
}
