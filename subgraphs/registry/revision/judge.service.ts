import { hash } from 'node:crypto';
import { serialize } from 'node:v8';
import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import type { Change } from '../../../schema/registry/changes.ts';
import { dayIn } from '../../../schema/registry/deprecation.ts';
import { type Finding, isRefused } from '../../../schema/registry/finding.ts';
import { withRevision } from '../../../schema/registry/live-graph.ts';
import type { OwnershipRecord } from '../../../schema/registry/ownership.ts';
import type { CheckInput, CheckResult, Subgraph } from '../../../schema/registry/revision.ts';
import { wordOf } from '../../../schema/registry/rules/publisher.rule.ts';
import type { Database } from '../../kit/database.ts';
import { CheckFault, type ChecksApart, type FactsSource, type NarrowedGraph, type NarrowTask } from '../check/index.ts';
import { readExpectations } from '../expectation/index.ts';
import { readConsents } from '../grant/index.ts';
import { readOwnership } from '../ownership/index.ts';
import { liveOf, readLive } from './live.read.ts';
import { type Revision, RevisionEntity, SdlEntity } from './revision.entity.ts';
import { LAST_RELEASE, LIVE_SET } from './revision.statement.ts';
import { RevisionStatus, transition } from './revision.status.ts';

/** Findings of one revision that are kept. */
const MOST_FINDINGS = 500;
const HOUR_MS = 3_600_000;

/** What speaks against a revision, and the graph with it. */
export interface Verdict {
  findings: Finding[];
  /** Nothing speaks against it. */
  isSound: boolean;
  /** What would be live with it; undefined where something speaks against it. */
  next: Next | undefined;
  /** The release that was the last one when it was judged. */
  release: { number: number; supergraph: string } | undefined;
}

/** What would be live with a revision. */
export interface Next {
  live: Subgraph[];
  supergraph: string;
  changes: Change[];
}

/** What is live, and the supergraph of it (SDL). */
export interface LiveGraph {
  live: readonly Subgraph[];
  supergraph: string;
}

/** A live subgraph that a revoked grant would break. */
export interface Break {
  subgraph: string;
  organization: string;
  findings: Finding[];
}

/** What the rules know of deprecations that have begun. */
export type DeprecationFacts = Required<Pick<CheckInput, 'deprecations' | 'organizationNames'>>;

/** Keeps what the live graph deprecates. */
export interface Deprecations {
  standing(): Promise<DeprecationFacts>;
  /** Notes what is live by now, in the transaction that makes it so. */
  note(tx: EntityManager): Promise<void>;
}

interface JudgeOptions {
  database: Database;
  checks: Pick<ChecksApart, 'run'>;
  facts: FactsSource;
  steward: string;
  deprecations: Pick<Deprecations, 'standing'>;
  now: () => Date;
}

/** Judges revisions by what is live and granted now. */
export class JudgeService {
  readonly #options: JudgeOptions;

  constructor(options: JudgeOptions) {
    this.#options = options;
  }

  async verdictOn({ subgraph, organization, sdlHash, address }: Revision): Promise<Verdict> {
    const { text } = await this.#options.database.orm.em.fork().findOneOrFail(SdlEntity, sdlHash);
    const candidate = { name: subgraph, organization, sdl: text, address };
    const { release, ...present } = await this.#present(candidate);
    const { live, order } = present;
    const checked = await this.#checked({ ...present, candidate });
    const { supergraph, changes = [] } = checked;
    const findings = withoutKnownAddress(checked.findings, live, candidate);
    const isSound = supergraph !== undefined && !isRefused(findings);
    const next = isSound ? { live: withRevision(live, candidate, order), supergraph, changes } : undefined;
    return { findings: findings.slice(0, MOST_FINDINGS), isSound, next, release };
  }

  /**
   * Says what would speak against each of some revisions of one subgraph, if it were published now.
   * @param over the graph in which it would be, where that is another than what is live
   */
  async faultsOf(candidates: readonly [Subgraph, ...Subgraph[]], over?: LiveGraph): Promise<Finding[][]> {
    const { release: _, ...present } = await this.#present(candidates[0]);
    const { costLimit, ...known } = await this.#known();
    const task = { kind: 'compare' as const, input: { ...present, ...over, ...known }, candidates, costLimit };
    try {
      const found = await this.#options.checks.run<'compare'>(task);
      return candidates.map((candidate, index) =>
        withoutKnownAddress(found[index] ?? [], present.live, candidate).slice(0, MOST_FINDINGS),
      );
    } catch (error) {
      if (error instanceof CheckFault) return candidates.map(() => [unchecked(error)]);
      throw error;
    }
  }

  /** The same text for as long as everything is that a check of this subgraph looks at, but for what clients do. */
  async stampOf(candidate: Pick<Subgraph, 'name' | 'organization'>): Promise<string> {
    const { release, supergraph: _, live: __, now, ...granted } = await this.#present(candidate);
    const days = [now.toISOString().slice(0, 10), dayIn(now)];
    return hash('sha256', serialize({ ...granted, release: release?.number, days }));
  }

  /** What is live, granted and deprecated now, for a check of a revision of this subgraph. */
  async #present(candidate: Pick<Subgraph, 'name' | 'organization'>) {
    const { database, steward, deprecations, now } = this.#options;
    const [release] = await database.rows(LAST_RELEASE);
    const rows = await database.rows(LIVE_SET);
    return {
      release,
      ...(release && { supergraph: release.supergraph }),
      live: liveOf(rows),
      // Also the name of one of which nothing is left keeps its place.
      order: rows.map(({ name }) => name),
      ownership: withOwnWord(await readOwnership(database, steward), candidate),
      ...(await readConsents(database)),
      ...(await deprecations.standing()),
      now: hourOf(now()),
    };
  }

  /** Says which live subgraphs would be refused on a day without one of the grants, and why. */
  breaksWithout({ id, grantee }: { id: string; grantee: string }, day: Date): Promise<Break[]> {
    return this.breaksOn(day, new Set([grantee]), id);
  }

  /** Composes what is live without elements of one subgraph, or without all of it where it does not compose so. */
  async narrowed(
    live: readonly Subgraph[],
    task: Omit<NarrowTask, 'kind' | 'live'>,
  ): Promise<NarrowedGraph | undefined> {
    try {
      return await this.#options.checks.run<'narrow'>({ kind: 'narrow', live, ...task });
    } catch (error) {
      if (error instanceof CheckFault) return undefined;
      throw error;
    }
  }

  /**
   * Says which live subgraphs of organisations, or of all for `*`, would be refused on a day, and why.
   * @param without a grant that is left out
   */
  async breaksOn(day: Date, grantees: ReadonlySet<string>, without?: string): Promise<Break[]> {
    const { database, steward } = this.#options;
    const [release] = await database.rows(LAST_RELEASE);
    const live = await readLive(database);
    const ownership = await readOwnership(database, steward);
    const consented = await readConsents(database, without);
    const base = {
      live,
      ownership,
      ...consented,
      now: hourOf(day),
      ...(release && { supergraph: release.supergraph }),
    };
    const breaks: Break[] = [];
    for (const candidate of live.filter(({ organization }) => grantees.has('*') || grantees.has(organization))) {
      const { findings } = await this.#checked({ ...base, candidate });
      const errors = withoutKnownAddress(findings, live, candidate).filter(({ severity }) => severity === 'ERROR');
      const { name: subgraph, organization } = candidate;
      if (errors.length > 0) breaks.push({ subgraph, organization, findings: errors.slice(0, MOST_FINDINGS) });
    }
    return breaks;
  }

  /** Checks in a process of its own, by what clients do and rely on; what ends that process is refused. */
  async #checked(input: CheckInput): Promise<CheckResult> {
    const { costLimit, ...known } = await this.#known();
    try {
      return await this.#options.checks.run<'check'>({ kind: 'check', input: { ...input, ...known }, costLimit });
    } catch (error) {
      if (error instanceof CheckFault) return { findings: [unchecked(error)] };
      throw error;
    }
  }

  /** What clients do and rely on. */
  async #known() {
    const { database, facts } = this.#options;
    return { ...(await facts.read()), expectations: await readExpectations(database) };
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

/** Grants, terms and deprecations hold by the day, and everywhere a day begins with an hour. */
const hourOf = (now: Date): Date => new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS);

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
const withOwnWord = (
  record: OwnershipRecord,
  { name, organization }: Pick<Subgraph, 'name' | 'organization'>,
): OwnershipRecord => {
  const words = [...(record.prefixes[organization] ?? []), wordOf(name)];
  return { ...record, prefixes: { ...record.prefixes, [organization]: words } };
};

const refuseOr = (row: Revision, status: RevisionStatus, now: Date): void => {
  row.status = transition(row.status, status);
  if (status === RevisionStatus.REFUSED) row.endedAt = now;
  else row.checkedAt = now;
};
