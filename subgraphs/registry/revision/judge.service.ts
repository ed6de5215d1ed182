import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import type { Change } from '../../../schema/registry/changes.ts';
import { type Finding, isRefused } from '../../../schema/registry/finding.ts';
import { withRevision } from '../../../schema/registry/live-graph.ts';
import type { OwnershipRecord } from '../../../schema/registry/ownership.ts';
import type { CheckInput, CheckResult, Subgraph } from '../../../schema/registry/revision.ts';
import { wordOf } from '../../../schema/registry/rules/publisher.rule.ts';
import { type Database, execute } from '../../kit/database.ts';
import { CheckFault, type ChecksApart, type FactsSource } from '../check/index.ts';
import { readExpectations } from '../expectation/index.ts';
import { readConsents } from '../grant/index.ts';
import { readOwnership } from '../ownership/index.ts';
import { type Revision, RevisionEntity, SdlEntity } from './revision.entity.ts';
import { LAST_RELEASE, LIVE_SET } from './revision.statement.ts';
import { RevisionStatus, transition } from './revision.status.ts';

/** Findings of one revision that are kept. */
const MOST_FINDINGS = 500;

/** What speaks against a revision, and the graph with it. */
export interface Verdict {
  findings: Finding[];
  /** Nothing speaks against it. */
  isSound: boolean;
  live: Subgraph[];
  candidate: Subgraph;
  /** The release that was the last one when it was judged. */
  release: { number: number; supergraph: string } | undefined;
}

/** What would be live with a revision. */
export interface Next {
  live: Subgraph[];
  supergraph: string;
  changes: Change[];
}

/** A live subgraph that a revoked grant would break. */
export interface Break {
  subgraph: string;
  organization: string;
  findings: Finding[];
}

interface JudgeOptions {
  database: Database;
  checks: Pick<ChecksApart, 'run'>;
  facts: FactsSource;
  steward: string;
  now: () => Date;
}

/** Judges revisions by what is live and granted now. */
export class JudgeService {
  readonly #options: JudgeOptions;

  constructor(options: JudgeOptions) {
    this.#options = options;
  }

  async verdictOn({ subgraph, organization, sdlHash, address }: Revision): Promise<Verdict> {
    const { database, steward, now } = this.#options;
    const { text } = await database.orm.em.fork().findOneOrFail(SdlEntity, sdlHash);
    const [release] = await database.rows(LAST_RELEASE);
    const live = await database.rows(LIVE_SET);
    const candidate = { name: subgraph, organization, sdl: text, address };
    const ownership = withOwnWord(await readOwnership(database, steward), candidate);
    const consented = await readConsents(database);
    const base = { live, candidate, ownership, ...consented, now: now() };
    const checked = await this.#checked({ ...base, ...(release && { supergraph: release.supergraph }) });
    const { supergraph } = checked;
    const findings = withoutKnownAddress(checked.findings, live, candidate);
    const isSound = supergraph !== undefined && !isRefused(findings);
    return { findings: findings.slice(0, MOST_FINDINGS), isSound, live, candidate, release };
  }

  /** Makes what would be live after a sound verdict. */
  async nextOf({ live, candidate, release }: Verdict): Promise<Next> {
    const next = withRevision(live, candidate);
    const composed = await this.#options.checks.run<'compose'>({
      kind: 'compose',
      live: next,
      before: release?.supergraph,
    });
    return { live: next, ...composed };
  }

  /** Says which live subgraphs would be refused on a day without one of the grants, and why. */
  async breaksWithout({ id: grant, grantee }: { id: string; grantee: string }, day: Date): Promise<Break[]> {
    const { database, steward } = this.#options;
    const [release] = await database.rows(LAST_RELEASE);
    const live = await database.rows(LIVE_SET);
    const ownership = await readOwnership(database, steward);
    const consented = await readConsents(database, grant);
    const base = { live, ownership, ...consented, now: day, ...(release && { supergraph: release.supergraph }) };
    const breaks: Break[] = [];
    for (const candidate of live.filter((each) => grantee === '*' || each.organization === grantee)) {
      const { findings } = await this.#checked({ ...base, candidate });
      const errors = withoutKnownAddress(findings, live, candidate).filter(({ severity }) => severity === 'ERROR');
      const { name: subgraph, organization } = candidate;
      if (errors.length > 0) breaks.push({ subgraph, organization, findings: errors.slice(0, MOST_FINDINGS) });
    }
    return breaks;
  }

  /** Checks in a process of its own, by what clients do and rely on; what ends that process is refused. */
  async #checked(input: CheckInput): Promise<CheckResult> {
    const { database, checks, facts } = this.#options;
    const { costLimit, ...known } = await facts.read();
    const expectations = await readExpectations(database);
    try {
      return await checks.run<'check'>({ kind: 'check', input: { ...input, ...known, expectations }, costLimit });
    } catch (error) {
      if (error instanceof CheckFault) return { findings: [unchecked(error)] };
      throw error;
    }
  }

  /** Checks a proposal, if it is still one: a process that ended in between left it. */
  async check(id: string): Promise<void> {
    const em = this.#options.database.orm.em.fork();
    const found = await em.findOneOrFail(RevisionEntity, id);
    if (found.status !== RevisionStatus.PROPOSED) return;
    await this.#settle(em, id, await this.verdictOn(found));
  }

  async #settle(em: EntityManager, id: string, { findings, isSound }: Verdict) {
    await em.transactional(async (tx) => {
      const row = await tx.findOneOrFail(RevisionEntity, id, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
      // Withdrawn meanwhile, or checked by another process.
      if (row.status !== RevisionStatus.PROPOSED) return;
      refuseOr(row, isSound ? RevisionStatus.CHECKED : RevisionStatus.REFUSED, this.#options.now());
      row.findings = findings;
    });
  }
}

const unchecked = ({ code, message }: CheckFault): Finding => ({
  rule: 'check',
  severity: 'ERROR',
  code,
  message,
  coordinate: '',
  line: 1,
  column: 1,
});

/** An address that was approved stays, also where a new one would have to be another: our own are on this machine. */
const withoutKnownAddress = (
  findings: readonly Finding[],
  live: readonly Subgraph[],
  candidate: Subgraph,
): Finding[] => {
  const isKnown = live.some(({ name, address }) => name === candidate.name && address === candidate.address);
  return findings.filter(({ rule }) => !isKnown || rule !== 'address');
};

/** The first word of a subgraph's own name is its publisher's, beside those of its other subgraphs. */
const withOwnWord = (record: OwnershipRecord, { name, organization }: Subgraph): OwnershipRecord => {
  const words = [...(record.prefixes[organization] ?? []), wordOf(name)];
  return { ...record, prefixes: { ...record.prefixes, [organization]: words } };
};

const refuseOr = (row: Revision, status: RevisionStatus, now: Date): void => {
  row.status = transition(row.status, status);
  if (status === RevisionStatus.REFUSED) row.endedAt = now;
  else row.checkedAt = now;
};

const LOCK = `select pg_advisory_xact_lock(hashtextextended('registry release', 0))`;

/** Holds up every other release until the transaction ends; returns the number of the last one. */
export const lockReleases = async (tx: EntityManager): Promise<number> => {
  await execute(tx, LOCK);
  const { rows } = await execute(tx, LAST_RELEASE);
  return rows[0]?.number ?? 0;
};
