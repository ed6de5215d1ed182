import type { KeyObject } from 'node:crypto';
import { LockMode } from '@mikro-orm/core';
import { z } from 'zod';
import { type ConformanceReport, failedRule, isReportSignedBy } from '../../../schema/registry/conformance.ts';
import { keyIdOf, readPublicKey } from '../../../schema/registry/key.ts';
import type { Database } from '../../kit/database.ts';
import { ConformanceRunEntity } from './conformance.entity.ts';
import { REQUESTED } from './conformance.statement.ts';
import { ConformanceStatus, transition } from './conformance.status.ts';

const signedReport = z.strictObject({
  report: z.strictObject({
    run: z.uuid(),
    subgraph: z.string().max(63),
    sdlHash: z.string().regex(/^[0-9a-f]{64}$/),
    address: z.string().max(2_048),
    results: z
      .array(
        z.strictObject({
          rule: z.string().regex(/^[a-z][a-z-]{0,62}$/),
          verdict: z.enum(['PASSED', 'FAILED', 'NOT_ASKED']),
          detail: z.string().max(500),
        }),
      )
      .max(100),
  }),
  keyId: z.string().regex(/^[0-9a-f]{64}$/),
  signature: z.string().regex(/^[\w-]{86}$/),
});

/** Why a report is not kept. */
export type ReportFault = 'malformed' | 'unknown key' | 'wrong signature' | 'no such run' | 'another run';

interface ReportOptions {
  database: Database;
  /** Public keys of the graph's own runners. */
  keys: readonly string[];
  now: () => Date;
}

/** What runners fetch and bring: a partner's word for its own subgraph does not count. */
export class ReportService {
  readonly #database: Database;
  readonly #keys: ReadonlyMap<string, KeyObject>;
  readonly #now: () => Date;

  /** @throws Error where a key is none of Ed25519 */
  constructor({ database, keys, now }: ReportOptions) {
    this.#database = database;
    this.#now = now;
    this.#keys = new Map(
      keys.map((text) => {
        const key = readPublicKey(text);
        if (!key) throw new Error('CONFORMANCE_KEYS holds what is no public Ed25519 key');
        return [keyIdOf(key), key];
      }),
    );
  }

  /** Returns the runs that wait for a runner. */
  requested() {
    return this.#database.rows(REQUESTED);
  }

  /** Keeps what a runner found, once. @returns undefined, or why it is not kept */
  async keep(sent: unknown): Promise<ReportFault | undefined> {
    const { data } = signedReport.safeParse(sent);
    if (!data) return 'malformed';
    const key = this.#keys.get(data.keyId);
    if (!key) return 'unknown key';
    const { report, signature } = data;
    if (!isReportSignedBy(report, { key, signature })) return 'wrong signature';
    return this.#settle(report, { runnerKey: data.keyId, signature });
  }

  #settle(
    report: ConformanceReport,
    signed: { runnerKey: string; signature: string },
  ): Promise<ReportFault | undefined> {
    return this.#database.orm.em.fork().transactional(async (tx) => {
      const run = await tx.findOne(ConformanceRunEntity, report.run, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (run?.status !== ConformanceStatus.REQUESTED) return 'no such run';
      const isOfIt = (['subgraph', 'sdlHash', 'address'] as const).every((name) => run[name] === report[name]);
      if (!isOfIt) return 'another run';
      const failed = failedRule(report.results) ?? null;
      run.status = transition(run.status, failed === null ? ConformanceStatus.PASSED : ConformanceStatus.FAILED);
      Object.assign(run, { ...signed, results: [...report.results], failedRule: failed, finishedAt: this.#now() });
      return undefined;
    });
  }
}
