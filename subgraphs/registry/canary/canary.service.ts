import type { EntityManager } from '@mikro-orm/postgresql';
import type { Finding } from '../../../schema/registry/finding.ts';
import { canaryPurpose, MOST_CANARY_SHARE } from '../../../schema/registry/statement.ts';
import { beyondMutation, touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { type Database, execute } from '../../kit/database.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { type CanaryCounts, ErrorBudget } from '../../kit/metrics/error-budget.ts';
import { beyondRequest } from '../../kit/request-life.ts';
import { KeyRole, lockApprovedKey } from '../key/index.ts';
import type { Publishers } from '../ownership/index.ts';
import {
  type JudgeService,
  lockReleases,
  lockRevision,
  mayApprove,
  type Revision,
  RevisionStatus,
  readRevision,
  refusals,
  statementOf,
  transition,
  type Verdict,
  verifySignature,
} from '../revision/index.ts';
import { CanaryStepEntity } from './canary.entity.ts';
import { canaryRefusals } from './canary.refusal.ts';
import { ALL_COUNTS, BESIDE, BY_HASH, KEEP_COUNTS, OPEN } from './canary.statement.ts';

/** A share of the callers, in percent, with the signature of who lets them meet the revision. */
export interface ShareCall {
  share: number;
  keyId: string;
  signature: string;
  caller: Caller;
}

/** A report of one process of a gateway. */
export interface CountReport {
  hash: string;
  gateway: string;
  number: number;
  counts: CanaryCounts;
}

interface CanaryOptions {
  database: Database;
  acting: Publishers;
  steward: string;
  judge: JudgeService;
  now: () => Date;
}

/** Others that may go live while one is checked. */
const TRIES = 5;
const LONGEST_REASON = 500;

/** Use cases of those who let a share of the callers meet a revision before all do. */
export class CanaryService {
  readonly #options: CanaryOptions;

  constructor(options: CanaryOptions) {
    this.#options = options;
  }

  /**
   * Makes a checked revision a canary, after a check against what is live by now, or gives a canary a higher share. It
   * changes all at once: a process that ends before leaves everything as it was.
   * @returns the revision's id
   * @throws Refusal FORBIDDEN, REVISION_UNKNOWN, REVISION_TRANSITION_ILLEGAL, SAME_PERSON, CANARY_SHARE_OUT_OF_RANGE,
   * CANARY_OPEN, CANARY_WITHOUT_LIVE, PUBLISHER_KEY_REVOKED, PUBLISHER_KEY_UNFIT, STATEMENT_SIGNATURE_WRONG
   */
  async setShare(em: EntityManager, id: string, call: ShareCall): Promise<string> {
    if (!mayApprove(call.caller)) throw refusals.mayNotApprove();
    if (call.share < 1 || call.share > MOST_CANARY_SHARE) throw canaryRefusals.share();
    touched('SubgraphRevision', id.slice(0, 128));
    await em.transactional((tx) => this.#fit(tx, id, call));
    // The check may take longer than who asks will wait.
    await beyondMutation(() => beyondRequest(() => this.#begin(id, call)));
    return id;
  }

  /** @throws Refusal FORBIDDEN, REVISION_UNKNOWN, REVISION_TRANSITION_ILLEGAL */
  async withdraw(em: EntityManager, id: string, caller: Caller): Promise<string> {
    if (!mayApprove(caller)) throw refusals.mayNotApprove();
    touched('SubgraphRevision', id.slice(0, 128));
    await em.transactional(async (tx) => {
      const row = await lockRevision(tx, id);
      if (row.status !== RevisionStatus.CANARY) transition(row.status, RevisionStatus.CANARY);
      this.#end(row);
    });
    return id;
  }

  /** Ends the canary of a statement since a gateway does; nothing where it is none any more. */
  async endBy(hash: string, reason: string): Promise<void> {
    const { database } = this.#options;
    const [found] = await database.rows(BY_HASH, [hash]);
    if (!found) return;
    await database.orm.em.fork().transactional(async (tx) => {
      const row = await lockRevision(tx, found.id);
      if (row.status !== RevisionStatus.CANARY) return;
      row.findings = [{ ...ENDED, message: reason.slice(0, LONGEST_REASON) }, ...row.findings];
      this.#end(row);
    });
  }

  /** Keeps what a gateway has counted, and ends the canary when the sum of all of them has used up its error budget. */
  async count({ hash, gateway, number, counts }: CountReport): Promise<void> {
    const { database, now } = this.#options;
    await database.rows(KEEP_COUNTS, [hash, gateway, number, JSON.stringify(counts), now()]);
    // Read after it was kept: of two that come at once, the later reader has both.
    const all = await database.rows(ALL_COUNTS, [hash]);
    const reason = ErrorBudget.of(all.map((row) => row.counts as CanaryCounts)).burnt();
    if (reason !== undefined) await this.endBy(hash, `at all gateways together ${reason}`);
  }

  /** Withdraws the canary of one of these organisations, or of all for `*`, where today's checks speak against it. */
  async recheck(organizations: ReadonlySet<string>): Promise<void> {
    const { database, judge } = this.#options;
    const em = database.orm.em.fork();
    for (const { id } of await database.rows(OPEN, [])) {
      const found = await readRevision(em, id);
      if (!organizations.has('*') && !organizations.has(found.organization)) continue;
      const { isSound, findings } = await judge.verdictOn(found);
      if (isSound) continue;
      await em.transactional(async (tx) => {
        const row = await lockRevision(tx, id);
        if (row.status !== RevisionStatus.CANARY) return;
        row.findings = findings;
        this.#end(row);
      });
    }
  }

  #end(row: Revision): void {
    row.status = transition(row.status, RevisionStatus.WITHDRAWN);
    row.endedAt = this.#options.now();
  }

  async #begin(id: string, call: ShareCall): Promise<void> {
    const { database, judge } = this.#options;
    for (let tries = 0; tries < TRIES; tries += 1) {
      const em = database.orm.em.fork();
      const found = await readRevision(em, id);
      const verdict = found.status === RevisionStatus.CHECKED ? await judge.verdictOn(found) : undefined;
      if (await em.transactional((tx) => this.#settle(tx, id, { ...call, verdict }))) return;
    }
    throw new Error('other revisions went live all the time');
  }

  /** @throws Refusal where the revision, the share or the signature is unfit */
  async #fit(tx: EntityManager, id: string, call: ShareCall): Promise<{ row: Revision; canaryOrganization: string }> {
    const row = await lockRevision(tx, id);
    if (row.status !== RevisionStatus.CANARY) transition(row.status, RevisionStatus.CANARY);
    if (row.proposedBy === call.caller.id) throw refusals.samePerson();
    if (call.share <= (row.canaryShare ?? 0)) throw canaryRefusals.share(row.canaryShare ?? 0);
    if (!(await lockApprovedKey(tx, row.publisherKey))) throw refusals.publisherRevoked();
    const { rows } = await execute(tx, BESIDE, [row.subgraph, row.id]);
    if (!rows[0]?.hasLive) throw canaryRefusals.first();
    if (rows[0].hasOther) throw canaryRefusals.open();
    return { row, canaryOrganization: await this.#verify(tx, row, call) };
  }

  /** @returns whether it is settled: not where something else went live since the verdict */
  async #settle(
    tx: EntityManager,
    id: string,
    { verdict, ...call }: ShareCall & { verdict: Verdict | undefined },
  ): Promise<boolean> {
    const last = await lockReleases(tx);
    if (verdict && last !== (verdict.release?.number ?? 0)) return false;
    const { row, canaryOrganization } = await this.#fit(tx, id, call);
    if (!verdict && row.status === RevisionStatus.CHECKED) return false;
    const now = this.#options.now();
    if (verdict && !verdict.isSound) {
      Object.assign(row, { status: transition(row.status, RevisionStatus.REFUSED), endedAt: now });
      row.findings = verdict.findings;
      return true;
    }
    const { share, keyId: canaryKey, signature: canarySignature, caller } = call;
    Object.assign(row, { canaryShare: share, canaryKey, canarySignature, canaryOrganization, canaryBy: caller.id });
    row.status = RevisionStatus.CANARY;
    const decidedBy = caller.id ?? '';
    tx.create(CanaryStepEntity, { id: uuidv7(now.getTime()), revisionId: id, share, decidedBy, decidedAt: now });
    return true;
  }

  #verify(tx: EntityManager, row: Revision, { caller, share, ...sent }: ShareCall): Promise<string> {
    const { acting, steward } = this.#options;
    const isFit = (owner: string) => (owner === row.organization || owner === steward) && acting.isFor(caller, owner);
    const purpose = canaryPurpose(share);
    return verifySignature(tx, statementOf(row), { ...sent, role: KeyRole.APPROVER, purpose, isFit, path: [] });
  }
}

/** What a gateway says of a canary that it has stopped, but for its words. */
const ENDED: Omit<Finding, 'message'> = {
  rule: 'canary',
  severity: 'ERROR',
  code: 'CANARY_STOPPED',
  coordinate: '',
  line: 1,
  column: 1,
};
