import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { hashOf, type Statement, statementHash } from '../../../schema/registry/statement.ts';
import { beyondMutation, touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute, run } from '../../kit/database.ts';
import { once } from '../../kit/idempotency.ts';
import { isUuid, uuidv7 } from '../../kit/ids.ts';
import { queriesOver } from '../../kit/query.ts';
import { beyondRequest } from '../../kit/request-life.ts';
import { KeyRole } from '../key/index.ts';
import type { Publishers } from '../ownership/index.ts';
import type { JudgeService } from './judge.service.ts';
import { checkAddress, checkPlace, checkSdl } from './revision.check.ts';
import { RevisionEntity, SdlEntity } from './revision.entity.ts';
import { mayPublish } from './revision.policy.ts';
import { refusals } from './revision.refusal.ts';
import { LAST } from './revision.statement.ts';
import { RevisionStatus, transition } from './revision.status.ts';
import { type SentSignature, verifySignature } from './signature.service.ts';

/** What is stated of every revision. */
interface StatementInput extends SentSignature {
  subgraph: string;
  /** The publisher's name; the caller's organisation where it is left out. */
  organization?: string | null | undefined;
  number: number;
  previous?: string | null | undefined;
}

export interface NewRevision extends StatementInput {
  sdl: string;
  address: string;
}

export interface Rollback extends StatementInput {
  rollbackTo: number;
}

export interface ProposalCall {
  caller: Caller;
  key: string;
}

interface Content {
  sdl: string;
  address: string;
  rollbackTo: number | null;
}

interface Proposal extends StatementInput {
  organization: string;
  proposedBy: string;
  content(tx: EntityManager): Promise<Content>;
}

const LOCK = `select pg_advisory_xact_lock(hashtextextended('subgraph ' || $1, 0))`;

const query = queriesOver(SdlEntity, RevisionEntity);

const KEEP_SDL = query<{ hash: string; text: string }>()('sdl-keep', (db, { hash, text }) =>
  db
    .insertInto('sdl')
    .values({ hash, text })
    .onConflict((conflict) => conflict.doNothing()),
);

const EARLIER = query<{ subgraph: string; number: number }>()('revision-earlier', (db, { subgraph, number }) =>
  db
    .selectFrom('subgraph_revision')
    .innerJoin('sdl', 'sdl.hash', 'subgraph_revision.sdlHash')
    .select(['sdl.text', 'subgraph_revision.address'])
    .where('subgraph', '=', subgraph)
    .where('number', '=', number)
    .where('liveAt', 'is not', null),
);

interface ProposalOptions {
  acting: Publishers;
  judge: JudgeService;
  now: () => Date;
}

/** Use cases of those who publish; each returns the id of the revision. */
export class ProposalService {
  readonly #acting: Publishers;
  readonly #judge: JudgeService;
  readonly #now: () => Date;

  constructor({ acting, judge, now }: ProposalOptions) {
    this.#acting = acting;
    this.#judge = judge;
    this.#now = now;
  }

  /**
   * Keeps a signed revision, then checks it.
   * @throws Refusal FORBIDDEN, SUBGRAPH_NAME_MALFORMED, ADDRESS_MALFORMED, SDL_SIZE_OUT_OF_RANGE, SDL_LINES_OUT_OF_RANGE,
   * SDL_TYPES_OUT_OF_RANGE, SDL_MALFORMED,
   * SUBGRAPH_OF_ANOTHER, REVISION_NUMBER_WRONG, PREVIOUS_HASH_WRONG, REVISION_OPEN, PUBLISHER_KEY_UNFIT,
   * STATEMENT_SIGNATURE_WRONG, IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED
   */
  async publish(em: EntityManager, input: NewRevision, call: ProposalCall): Promise<string> {
    const publisher = this.#publisherOf(input, call.caller);
    checkPlace(input);
    checkAddress(input.address);
    checkSdl(input.sdl);
    const content = async () => ({ sdl: input.sdl, address: input.address, rollbackTo: null });
    return this.#propose(em, { ...input, ...publisher, content }, { ...call, operation: 'publishSubgraph' });
  }

  /**
   * States that an earlier revision comes back, then checks it against what is granted today.
   * @throws Refusal as `publish`, and ROLLBACK_REVISION_UNKNOWN
   */
  async rollback(em: EntityManager, input: Rollback, call: ProposalCall): Promise<string> {
    const publisher = this.#publisherOf(input, call.caller);
    checkPlace(input);
    const { subgraph, rollbackTo } = input;
    const content = async (tx: EntityManager) => {
      const isBefore = rollbackTo > 0 && rollbackTo < input.number;
      const [found] = isBefore ? await run(tx, EARLIER, { subgraph, number: rollbackTo }) : [];
      if (!found) throw refusals.rollbackUnknown();
      return { sdl: found.text, address: found.address, rollbackTo };
    };
    return this.#propose(em, { ...input, ...publisher, content }, { ...call, operation: 'rollbackSubgraph' });
  }

  /** @throws Refusal FORBIDDEN, REVISION_UNKNOWN, REVISION_TRANSITION_ILLEGAL */
  async withdraw(em: EntityManager, id: string, caller: Caller): Promise<string> {
    if (!mayPublish(caller)) throw refusals.mayNotPublish();
    touched('SubgraphRevision', id.slice(0, 128));
    await em.transactional(async (tx) => {
      const row = isUuid(id) ? await tx.findOne(RevisionEntity, id, { lockMode: LockMode.PESSIMISTIC_WRITE }) : null;
      if (!row || !this.#acting.isFor(caller, row.organization)) throw refusals.unknown();
      row.status = transition(row.status, RevisionStatus.WITHDRAWN);
      row.endedAt = this.#now();
    });
    return id;
  }

  #publisherOf({ organization }: StatementInput, caller: Caller): { organization: string; proposedBy: string } {
    if (!mayPublish(caller)) throw refusals.mayNotPublish();
    const publisher = organization ?? caller.org;
    if (!this.#acting.isFor(caller, publisher)) throw refusals.mayNotPublish();
    return { organization: publisher, proposedBy: caller.id };
  }

  async #propose(em: EntityManager, proposal: Proposal, call: ProposalCall & { operation: string }): Promise<string> {
    const { content: _, ...body } = proposal;
    const keyed = { caller: proposal.proposedBy, operation: call.operation, key: call.key, body };
    const id = await em.transactional((tx) => once(tx, keyed, () => this.#insert(tx, proposal)));
    touched('SubgraphRevision', id);
    // Its proposal is kept: what follows is the registry's own, and is done also when this process ends here.
    await beyondMutation(() => beyondRequest(() => this.#judge.check(id)));
    return id;
  }

  async #insert(tx: EntityManager, proposal: Proposal): Promise<string> {
    const { organization, subgraph, number, keyId, signature, proposedBy } = proposal;
    const previous = proposal.previous ?? null;
    // Who comes second waits here, and then sees the number that the first one took.
    await execute(tx, LOCK, [subgraph]);
    const { rows } = await execute(tx, LAST, [subgraph]);
    const [last] = rows;
    if (last && last.organization !== organization) throw refusals.ofAnother();
    if (number !== (last?.number ?? 0) + 1) throw refusals.number((last?.number ?? 0) + 1);
    if (previous !== (last?.hash ?? null)) throw refusals.previous();
    if (['PROPOSED', 'CHECKED', 'APPROVED'].includes(last?.status ?? '')) throw refusals.open();
    const { sdl, address, rollbackTo } = await proposal.content(tx);
    const sdlHash = hashOf(sdl);
    const base = { organization, subgraph, number, previous, sdlHash, address };
    const statement: Statement = { ...base, ...(rollbackTo !== null && { rollbackTo }) };
    const isFit = (owner: string) => owner === organization;
    const signed = { keyId, signature, role: KeyRole.PUBLISHER, isFit, path: ['input'] };
    await verifySignature(tx, statement, signed);
    await run(tx, KEEP_SDL, { hash: sdlHash, text: sdl });
    const now = this.#now();
    const id = uuidv7(now.getTime());
    const hash = statementHash(statement);
    const signing = { publisherKey: keyId, publisherSignature: signature };
    tx.create(RevisionEntity, {
      ...NOTHING_YET,
      ...base,
      ...signing,
      id,
      hash,
      rollbackTo,
      proposedBy,
      proposedAt: now,
    });
    await tx.flush();
    return id;
  }
}

/** What a proposal does not have yet. */
const NOTHING_YET = {
  findings: [],
  checkedAt: null,
  approverOrganization: null,
  approverKey: null,
  approverSignature: null,
  approvedBy: null,
  approvedAt: null,
  liveAt: null,
  endedAt: null,
};
