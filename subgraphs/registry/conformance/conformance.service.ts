import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute } from '../../kit/database.ts';
import { isUuid, uuidv7 } from '../../kit/ids.ts';
import { KeyRole, lockApprovedKey } from '../key/index.ts';
import type { Publishers } from '../ownership/index.ts';
import { ConformanceRunEntity, ProductionKeyEntity } from './conformance.entity.ts';
import { mayRequest } from './conformance.policy.ts';
import { refusals } from './conformance.refusal.ts';
import { COUNT, REVISION } from './conformance.statement.ts';
import { ConformanceStatus } from './conformance.status.ts';
import type { ConformanceGate } from './gate.service.ts';
import { readSamples } from './samples.ts';

/** Runs of an organisation in a day: each puts load on an address that the organisation has named. */
export const MOST_RUNS = 20;
const DAY_MS = 86_400_000;

const ENDED = new Set(['REFUSED', 'WITHDRAWN', 'SUPERSEDED']);
const KEY_ID = /^[0-9a-f]{64}$/;
const LOCK = `select pg_advisory_xact_lock(hashtextextended('conformance ' || $1, 0))`;

interface ConformanceOptions {
  acting: Publishers;
  gate: ConformanceGate;
  now: () => Date;
}

/** What partners ask for: runs of their subgraphs, and production for their keys. */
export class ConformanceService {
  readonly #options: ConformanceOptions;

  constructor(options: ConformanceOptions) {
    this.#options = options;
  }

  /**
   * Asks the graph's own runner for a run of what was published.
   * @returns the run's id
   * @throws Refusal FORBIDDEN, REVISION_UNKNOWN, REVISION_ENDED, CONFORMANCE_SAMPLE_MALFORMED, CONFORMANCE_RUN_OPEN,
   * CONFORMANCE_LIMIT_REACHED
   */
  async request(
    em: EntityManager,
    revisionId: string,
    { caller, samples }: { caller: Caller; samples: readonly string[] },
  ): Promise<string> {
    if (!mayRequest(caller)) throw refusals.mayNotRequest();
    const keys = readSamples(samples);
    const now = this.#options.now();
    const id = uuidv7(now.getTime());
    touched('ConformanceRun', id);
    await em.transactional(async (tx) => {
      const { rows } = isUuid(revisionId) ? await execute(tx, REVISION, [revisionId]) : { rows: [] };
      const [revision] = rows;
      if (!revision || !this.#options.acting.isFor(caller, revision.organization)) throw refusals.revisionUnknown();
      const { status, ...stated } = revision;
      if (ENDED.has(status)) throw refusals.revisionEnded();
      await this.#demandRoom(tx, stated, now);
      tx.create(ConformanceRunEntity, {
        ...stated,
        ...UNFINISHED,
        id,
        revisionId,
        samples: keys,
        requestedBy: caller.id,
        requestedAt: now,
      });
    });
    return id;
  }

  /**
   * Opens production to a sandbox key of the own organisation, when its last run passed every rule; a key that has it
   * keeps it.
   * @returns the key's id
   * @throws Refusal FORBIDDEN, PUBLISHER_KEY_UNKNOWN, PUBLISHER_KEY_UNFIT, CONFORMANCE_RUN_MISSING,
   * CONFORMANCE_RULE_FAILED
   */
  async activate(em: EntityManager, keyId: string, caller: Caller): Promise<string> {
    if (!mayRequest(caller)) throw refusals.mayNotRequest();
    touched('PublisherKey', keyId.slice(0, 64));
    await em.transactional(async (tx) => {
      const key = KEY_ID.test(keyId) ? await lockApprovedKey(tx, keyId) : undefined;
      if (!key || !this.#options.acting.isFor(caller, key.organization)) throw refusals.keyUnknown();
      if (key.role !== KeyRole.PUBLISHER) throw refusals.keyUnfit();
      await execute(tx, LOCK, [key.organization]);
      if (await tx.findOne(ProductionKeyEntity, keyId)) return;
      const { organization } = key;
      const runId = await this.#options.gate.openedBy(tx, organization);
      tx.create(ProductionKeyEntity, {
        keyId,
        organization,
        runId,
        activatedBy: caller.id,
        activatedAt: this.#options.now(),
      });
    });
    return keyId;
  }

  async #demandRoom(
    tx: EntityManager,
    { organization, subgraph }: { organization: string; subgraph: string },
    now: Date,
  ) {
    await execute(tx, LOCK, [organization]);
    const open = { subgraph, status: ConformanceStatus.REQUESTED };
    if (await tx.findOne(ConformanceRunEntity, open, { fields: ['id'] })) throw refusals.runOpen();
    const { rows } = await execute(tx, COUNT, [organization, new Date(now.getTime() - DAY_MS)]);
    if ((rows[0]?.runs ?? 0) >= MOST_RUNS) throw refusals.limit(MOST_RUNS);
  }
}

/** What a run has not found yet. */
const UNFINISHED = { failedRule: null, runnerKey: null, signature: null, finishedAt: null, results: [] };
