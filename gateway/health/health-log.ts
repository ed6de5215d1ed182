import type { RequestRecord } from '../record.ts';
import { keptId } from '../usage/names.ts';

const hourMs = 3_600_000;
/** Counts that wait for the database. */
const mostWaiting = 20_000;

/** Upper bounds of what calls take, in milliseconds; the last count is of those that took longer. */
export const latencyBounds = [5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000] as const;

/** Calls of a subgraph in an hour. */
export interface SubgraphHour {
  hour: number;
  subgraph: string;
  calls: number;
  failures: number;
  /** One count for each of `latencyBounds`, and one beyond. */
  latencies: number[];
}

/** What clients and people of an organisation asked in an hour. */
export interface OrganizationHour {
  hour: number;
  organization: string;
  operations: number;
  /** Answers with an error that was not theirs. */
  failed: number;
  points: number;
}

/** Errors of a subgraph's that an organisation met in an hour. */
export interface MetErrors {
  hour: number;
  subgraph: string;
  organization: string;
  errors: number;
}

export interface HealthCounts {
  subgraphs: SubgraphHour[];
  organizations: OrganizationHour[];
  met: MetErrors[];
}

/** Adds counts to those that are there. */
export interface HealthSink {
  add(counts: HealthCounts): Promise<void>;
}

/** Codes of errors that are their owner's fault, not their client's. */
const faults: ReadonlySet<string> = new Set([
  'SUBGRAPH_UNAVAILABLE',
  'SUBGRAPH_TIMEOUT',
  'OVERLOADED',
  'INTERNAL_SERVER_ERROR',
]);

const bucketOf = (durationMs: number): number => {
  const index = latencyBounds.findIndex((bound) => durationMs <= bound);
  return index < 0 ? latencyBounds.length : index;
};

/** Gathers in memory how subgraphs answered, by hour, and who met their errors. Names are of the supergraph and tokens. */
export class HealthLog {
  readonly #now: () => number;
  #subgraphs = new Map<string, SubgraphHour>();
  #organizations = new Map<string, OrganizationHour>();
  #met = new Map<string, MetErrors>();
  #dropped = 0;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  observe(record: RequestRecord): void {
    const hour = Math.floor(this.#now() / hourMs);
    for (const call of record.calls) {
      if (call.failure === 'abandoned') continue;
      const found = this.#subgraph(hour, call.subgraph);
      found.calls += 1;
      found.failures += call.failure === undefined ? 0 : 1;
      const bucket = bucketOf(call.durationMs);
      found.latencies[bucket] = (found.latencies[bucket] ?? 0) + 1;
    }
    const organization = keptId(record.organization);
    if (organization !== '') this.#observeOrganization({ hour, organization, record });
  }

  /** Writes what has come since the last time; what cannot be written waits, as far as there is room. */
  async flush(sink: HealthSink): Promise<void> {
    const taken = { subgraphs: this.#subgraphs, organizations: this.#organizations, met: this.#met };
    this.#subgraphs = new Map();
    this.#organizations = new Map();
    this.#met = new Map();
    const counts = {
      subgraphs: [...taken.subgraphs.values()],
      organizations: [...taken.organizations.values()],
      met: [...taken.met.values()],
    };
    if (counts.subgraphs.length + counts.organizations.length === 0) return;
    try {
      await sink.add(counts);
    } catch (error) {
      this.#putBack(counts);
      throw error;
    }
  }

  /** Returns how many counts found no room since it was last asked. */
  takeDropped(): number {
    const dropped = this.#dropped;
    this.#dropped = 0;
    return dropped;
  }

  #observeOrganization({ hour, organization, record }: { hour: number; organization: string; record: RequestRecord }) {
    const owners = new Set(record.errors.filter(({ code }) => faults.has(code)).map(({ owner }) => owner));
    const found = this.#organization(hour, organization);
    if (!found) return;
    found.operations += 1;
    found.failed += owners.size > 0 || record.refusalStatus >= 500 ? 1 : 0;
    found.points += record.points;
    for (const subgraph of owners) {
      const key = `${hour} ${subgraph} ${organization}`;
      const met = this.#met.get(key) ?? { hour, subgraph, organization, errors: 0 };
      met.errors += 1;
      this.#met.set(key, met);
    }
  }

  #subgraph(hour: number, subgraph: string): SubgraphHour {
    const key = `${hour} ${subgraph}`;
    const made = { hour, subgraph, calls: 0, failures: 0, latencies: [...latencyBounds.map(() => 0), 0] };
    const found = this.#subgraphs.get(key) ?? made;
    this.#subgraphs.set(key, found);
    return found;
  }

  #organization(hour: number, organization: string): OrganizationHour | undefined {
    const key = `${hour} ${organization}`;
    const known = this.#organizations.get(key);
    if (known) return known;
    if (this.#organizations.size >= mostWaiting) {
      this.#dropped += 1;
      return undefined;
    }
    const made = { hour, organization, operations: 0, failed: 0, points: 0 };
    this.#organizations.set(key, made);
    return made;
  }

  #putBack({ subgraphs, organizations, met }: HealthCounts): void {
    for (const { hour, subgraph, calls, failures, latencies } of subgraphs) {
      const found = this.#subgraph(hour, subgraph);
      found.calls += calls;
      found.failures += failures;
      found.latencies = found.latencies.map((count, index) => count + (latencies[index] ?? 0));
    }
    for (const { hour, organization, operations, failed, points } of organizations) {
      const found = this.#organization(hour, organization);
      if (!found) continue;
      found.operations += operations;
      found.failed += failed;
      found.points += points;
    }
    for (const each of met) {
      const key = `${each.hour} ${each.subgraph} ${each.organization}`;
      const found = this.#met.get(key);
      if (found) found.errors += each.errors;
      else if (this.#met.size < mostWaiting) this.#met.set(key, each);
    }
  }
}
