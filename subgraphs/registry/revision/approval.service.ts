import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { beyondMutation, touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { type Database, run } from '../../kit/database.ts';
import { isUuid } from '../../kit/ids.ts';
import { queriesOver } from '../../kit/query.ts';
import { beyondRequest } from '../../kit/request-life.ts';
import type { ConformanceGate } from '../conformance/index.ts';
import { KeyRole, lockApprovedKey } from '../key/index.ts';
import { addOwnership, ownershipOf, type Publishers, readOwnership } from '../ownership/index.ts';
import type { Deprecations, JudgeService, Next, Verdict } from './judge.service.ts';
import { addRelease, lockReleases } from './release.service.ts';
import { type Revision, RevisionEntity } from './revision.entity.ts';
import { mayApprove } from './revision.policy.ts';
import { refusals } from './revision.refusal.ts';
import { LEFT, statementOf } from './revision.statement.ts';
import { RevisionStatus, transition } from './revision.status.ts';
import { type SentSignature, verifySignature } from './signature.service.ts';

const query = queriesOver(RevisionEntity);

const SUPERSEDE = query<{ subgraph: string; now: Date }>()('revision-supersede', (db, { subgraph, now }) =>
  db
    .updateTable('subgraph_revision')
    .set({ status: RevisionStatus.SUPERSEDED, endedAt: now })
    .where('subgraph', '=', subgraph)
    .where('status', '=', RevisionStatus.LIVE),
);

/** A finding, but for its message. */
const LOST = {
  rule: 'signature',
  severity: 'ERROR',
  code: 'KEY_REVOKED',
  coordinate: '',
  line: 1,
  column: 1,
} as const;

/** Another process may be at work on what has stood for less between two steps. */
export const LEFT_AFTER_MS = 15_000;
/** Others that may go live while one is checked. */
const TRIES = 5;

interface ApprovalOptions {
  database: Database;
  acting: Publishers;
  gate: ConformanceGate;
  steward: string;
  judge: JudgeService;
  deprecations: Pick<Deprecations, 'note'>;
  now: () => Date;
}

/** Use cases of those who approve. */
export class ApprovalService {
  readonly #options: ApprovalOptions;

  constructor(options: ApprovalOptions) {
    this.#options = options;
  }

  /**
   * Keeps the approval, then checks the revision against what is live by now; it goes live, or is refused.
   * @returns the revision's id
   * @throws Refusal FORBIDDEN, REVISION_UNKNOWN, REVISION_TRANSITION_ILLEGAL, SAME_PERSON,
   * PUBLISHER_KEY_REVOKED, CONFORMANCE_RUN_MISSING, CONFORMANCE_RULE_FAILED, PUBLISHER_KEY_OF_SANDBOX,
   * PUBLISHER_KEY_UNFIT, STATEMENT_SIGNATURE_WRONG
   */
  async approve(em: EntityManager, id: string, call: SentSignature & { caller: Caller }): Promise<string> {
    const { caller } = call;
    if (!mayApprove(caller)) throw refusals.mayNotApprove();
    touched('SubgraphRevision', id.slice(0, 128));
    await em.transactional(async (tx) => {
      const row = isUuid(id) ? await tx.findOne(RevisionEntity, id, { lockMode: LockMode.PESSIMISTIC_WRITE }) : null;
      if (!row) throw refusals.unknown();
      row.status = transition(row.status, RevisionStatus.APPROVED);
      if (row.proposedBy === caller.id) throw refusals.samePerson();
      if (!(await lockApprovedKey(tx, row.publisherKey))) throw refusals.publisherRevoked();
      await this.#options.gate.demand(tx, row);
      const approverOrganization = await this.#verify(tx, row, { ...call, caller });
      const signing = { approverKey: call.keyId, approverSignature: call.signature, approverOrganization };
      Object.assign(row, { ...signing, approvedBy: caller.id, approvedAt: this.#options.now() });
    });
    await beyondMutation(() => beyondRequest(() => this.goLive(id)));
    return id;
  }

  /** Makes an approved revision live, or refuses it; nothing where it is neither any more. */
  async goLive(id: string): Promise<void> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const em = this.#options.database.orm.em.fork();
      const row = await em.findOneOrFail(RevisionEntity, id);
      if (row.status !== RevisionStatus.APPROVED) return;
      const verdict = await this.#options.judge.verdictOn(row);
      if (await em.transactional((tx) => this.#settle(tx, id, verdict))) return;
    }
    throw new Error('other revisions went live all the time');
  }

  /**
   * Goes on with what a process left that ended between two steps. What another one is at work on is done twice, and
   * settled once.
   */
  async resume(leftAfterMs: number): Promise<void> {
    const { database, judge, now } = this.#options;
    for (const { id, status } of await database.rows(LEFT, [new Date(now().getTime() - leftAfterMs)])) {
      if (status === RevisionStatus.PROPOSED) await judge.check(id);
      else await this.goLive(id);
    }
  }

  #verify(tx: EntityManager, row: Revision, { caller, ...sent }: SentSignature & { caller: Caller }): Promise<string> {
    const { acting, steward } = this.#options;
    const isFit = (owner: string) => (owner === row.organization || owner === steward) && acting.isFor(caller, owner);
    return verifySignature(tx, statementOf(row), { ...sent, role: KeyRole.APPROVER, isFit, path: [] });
  }

  /** @returns whether it is settled: not where something else went live since the verdict */
  async #settle(tx: EntityManager, id: string, { findings, next, release }: Verdict): Promise<boolean> {
    const last = release?.number ?? 0;
    if ((await lockReleases(tx)) !== last) return false;
    const row = await tx.findOneOrFail(RevisionEntity, id, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
    if (row.status !== RevisionStatus.APPROVED) return true;
    const now = this.#options.now();
    const lost = await this.#lostKey(tx, row);
    row.findings = lost ? [lost, ...findings] : findings;
    if (!next || lost) {
      row.status = transition(row.status, RevisionStatus.REFUSED);
      row.endedAt = now;
      return true;
    }
    await run(tx, SUPERSEDE, { subgraph: row.subgraph, now });
    row.status = transition(row.status, RevisionStatus.LIVE);
    row.liveAt = now;
    await tx.flush();
    await this.#release(tx, row, { ...next, number: last + 1 });
    await this.#options.deprecations.note(tx);
    return true;
  }

  async #lostKey(tx: EntityManager, { publisherKey, approverKey }: Revision) {
    const keys = [publisherKey, approverKey ?? ''];
    for (const id of keys) {
      if (!(await lockApprovedKey(tx, id))) {
        return { ...LOST, message: `the key ${id} was revoked` };
      }
    }
    return undefined;
  }

  async #release(tx: EntityManager, { id }: Revision, next: Next & { number: number }) {
    const { database, steward, now } = this.#options;
    const { supergraph, number, changes } = next;
    await addRelease(tx, { number, revisionId: id, supergraph, changes, releasedAt: now() });
    const record = await readOwnership(database, steward);
    await addOwnership(tx, ownershipOf(record, next.live), now());
  }
}
