import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import type { Shape } from '../../../schema/registry/shape.ts';
import { touched } from '../../kit/audit/draft.ts';
import { isBroken } from '../../kit/broken-text.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute } from '../../kit/database.ts';
import { once } from '../../kit/idempotency.ts';
import { isUuid, uuidv7 } from '../../kit/ids.ts';
import { isUntypable } from '../../kit/typed-text.ts';
import type { Publishers } from '../ownership/index.ts';
import { ExpectationEntity } from './expectation.entity.ts';
import { mayAdd, mayRemove } from './expectation.policy.ts';
import { refusals } from './expectation.refusal.ts';
import type { LiveShapes } from './live-shapes.ts';

export interface NewExpectation {
  organization?: string | null;
  title: string;
  document: string;
}

export const MOST_EXPECTATIONS = 100;
export const MOST_DOCUMENT_BYTES = 20_000;
const LOCK = `select pg_advisory_xact_lock(hashtextextended('expectations ' || $1, 0))`;

interface ServiceOptions {
  shapes: Pick<LiveShapes, 'shapeOf'>;
  acting: Publishers;
  now: () => Date;
}

/** Use cases of what organisations rely on; each returns the id of the expectation. */
export class ExpectationService {
  readonly #options: ServiceOptions;

  constructor(options: ServiceOptions) {
    this.#options = options;
  }

  /**
   * Keeps an operation that is valid now, with the types of what it selects.
   * @throws Refusal FORBIDDEN, EXPECTATION_TITLE_MALFORMED, EXPECTATION_TITLE_TAKEN, EXPECTATION_DOCUMENT_INVALID,
   * EXPECTATIONS_TOO_MANY, IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED
   */
  async add(
    em: EntityManager,
    input: NewExpectation,
    { caller, key }: { caller: Caller; key: string },
  ): Promise<string> {
    if (!mayAdd(caller)) throw refusals.mayNotAdd();
    const organization = input.organization ?? caller.org;
    if (!this.#options.acting.isFor(caller, organization)) throw refusals.mayNotAdd();
    const title = input.title.trim();
    if (title.length < 3 || title.length > 100 || isUntypable(title)) throw refusals.title();
    const shape = await this.#shapeOf(input.document);
    const keyed = { caller: caller.id, operation: 'addExpectation', key, body: input };
    return em.transactional((tx) =>
      once(tx, keyed, async () => {
        await execute(tx, LOCK, [organization]);
        const held = await tx.find(ExpectationEntity, { organization, removedAt: null }, { fields: ['title'] });
        if (held.length >= MOST_EXPECTATIONS) throw refusals.tooMany(MOST_EXPECTATIONS);
        if (held.some((each) => each.title === title)) throw refusals.titleTaken();
        const now = this.#options.now();
        const id = uuidv7(now.getTime());
        touched('Expectation', id);
        const added = { addedBy: caller.id, addedAt: now, removedBy: null, removedAt: null };
        tx.create(ExpectationEntity, { id, organization, title, document: input.document, shape, ...added });
        await tx.flush();
        return id;
      }),
    );
  }

  /** @throws Refusal FORBIDDEN, EXPECTATION_UNKNOWN */
  async remove(em: EntityManager, id: string, caller: Caller): Promise<string> {
    if (!mayAdd(caller)) throw refusals.mayNotAdd();
    touched('Expectation', id.slice(0, 128));
    await em.transactional(async (tx) => {
      const row = isUuid(id) ? await tx.findOne(ExpectationEntity, id, { lockMode: LockMode.PESSIMISTIC_WRITE }) : null;
      const isTheirs = row?.removedAt === null && mayRemove(caller, row.organization, this.#options.acting);
      if (!isTheirs) throw refusals.unknown();
      Object.assign(row, { removedBy: caller.id, removedAt: this.#options.now() });
    });
    return id;
  }

  async #shapeOf(document: string): Promise<Shape> {
    const isTooLong = Buffer.byteLength(document) > MOST_DOCUMENT_BYTES || isBroken(document);
    const shape = isTooLong ? undefined : await this.#options.shapes.shapeOf(document);
    if (!shape) throw refusals.document(MOST_DOCUMENT_BYTES);
    return shape;
  }
}
