import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import { publicSchemaOf } from '../../../schema/registry/public-schema.ts';
import { type Shape, shapeOf } from '../../../schema/registry/shape.ts';
import { touched } from '../../kit/audit/draft.ts';
import { isBroken } from '../../kit/broken-text.ts';
import type { Caller } from '../../kit/caller.ts';
import { type Database, execute } from '../../kit/database.ts';
import { once } from '../../kit/idempotency.ts';
import { isUuid, uuidv7 } from '../../kit/ids.ts';
import { isUntypable } from '../../kit/typed-text.ts';
import type { Publishers } from '../ownership/index.ts';
import { LAST_RELEASE } from '../revision/index.ts';
import { ExpectationEntity } from './expectation.entity.ts';
import { mayAdd, mayRemove } from './expectation.policy.ts';
import { refusals } from './expectation.refusal.ts';

export interface NewExpectation {
  organization?: string | null;
  title: string;
  document: string;
}

export const MOST_EXPECTATIONS = 100;
export const MOST_DOCUMENT_BYTES = 20_000;
/** Validation compares fields pair by pair. */
const MOST_TOKENS = 1_000;

const LOCK = `select pg_advisory_xact_lock(hashtextextended('expectations ' || $1, 0))`;

interface ServiceOptions {
  database: Database;
  acting: Publishers;
  now: () => Date;
}

/** Use cases of what organisations rely on; each returns the id of the expectation. */
export class ExpectationService {
  readonly #options: ServiceOptions;
  #schema: { release: number; schema: GraphQLSchema } | undefined;

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
    const schema = await this.#liveSchema();
    if (!schema || Buffer.byteLength(document) > MOST_DOCUMENT_BYTES || isBroken(document))
      throw refusals.document(MOST_DOCUMENT_BYTES);
    try {
      const faults = validate(schema, parse(document, { maxTokens: MOST_TOKENS }), undefined, { maxErrors: 1 });
      if (faults.length === 0) return shapeOf(schema, document);
    } catch (error) {
      if (!(error instanceof GraphQLError) && !(error instanceof RangeError)) throw error;
    }
    throw refusals.document(MOST_DOCUMENT_BYTES);
  }

  async #liveSchema(): Promise<GraphQLSchema | undefined> {
    const [release] = await this.#options.database.rows(LAST_RELEASE);
    if (!release) return undefined;
    if (this.#schema?.release !== release.number)
      this.#schema = { release: release.number, schema: publicSchemaOf(parse(release.supergraph)) };
    return this.#schema.schema;
  }
}
