import { type Database, execute } from '../../kit/database.ts';
import { organizationOf, type PublishingNames } from '../ownership/index.ts';
import { LIVE_PUBLISHERS } from '../revision/index.ts';
import type { GatewayCounts } from '../usage/index.ts';
import { healthCounts } from './health.counts.ts';
import type { DayLimits } from './health.entity.ts';
import { BUDGETS, BY_DAY, BY_HOUR, CAUSED, COPY, KEEP_BUDGETS, MET, PRUNE, SPENT } from './health.statement.ts';
import { errorBudgetLeft, p95Of } from './latency.ts';

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;
const KEPT_DAYS = 90;
/** Jakarta's clock is seven hours ahead of UTC. */
const OFFSET_MS = 7 * HOUR_MS;

interface HealthOptions {
  database: Database;
  counts: GatewayCounts;
  names: PublishingNames;
  now: () => Date;
}

export interface HealthPeriod {
  organizationId: string;
  days: number;
}

/** Copies what gateways count, and says how an organisation fares by it. */
export class HealthService {
  readonly #options: HealthOptions;
  #sinceHour = 0;

  constructor(options: HealthOptions) {
    this.#options = options;
  }

  /** Copies what was counted since the hour before the last copy. */
  async copy(): Promise<void> {
    const { database, counts, now } = this.#options;
    const hour = Math.floor(now().getTime() / HOUR_MS);
    const sinceHour = this.#sinceHour || hour - KEPT_DAYS * DAY_HOURS;
    const found = await counts.ask('/supergraph/counts/health', { sinceHour }, healthCounts);
    if (!found) return;
    await database.orm.em.fork().transactional(async (tx) => {
      for (const name of ['subgraphs', 'organizations', 'met', 'spent'] as const)
        if (found[name].length > 0) await execute(tx, COPY[name], [JSON.stringify(found[name])]);
      await execute(tx, KEEP_BUDGETS, [JSON.stringify(found.budgets), found.latencyBounds, now()]);
      for (const statement of PRUNE) await execute(tx, statement, [hour - KEPT_DAYS * DAY_HOURS]);
    });
    this.#sinceHour = hour - 1;
  }

  /** Says how an organisation fared in the last days. */
  async of({ organizationId, days }: HealthPeriod) {
    const { database, names } = this.#options;
    const since = Math.floor(this.#options.now().getTime() / HOUR_MS) - days * DAY_HOURS;
    const [known] = await database.rows(BUDGETS);
    const publishers = await database.rows(LIVE_PUBLISHERS);
    const ownerOf = new Map(publishers.map(({ subgraph, organization }) => [subgraph, organization]));
    const own = publishers
      .filter(({ organization }) => organizationOf(names, organization) === organizationId)
      .map(({ subgraph }) => subgraph);
    const met = await database.rows(MET, [organizationId, since]);
    return {
      organizationId,
      countedAt: known?.countedAt ?? null,
      budget: await this.#budgetOf(organizationId, known?.budgets as DayLimits | undefined),
      days: await database.rows(BY_DAY, [organizationId, since]),
      subgraphs: await this.#subgraphsOf(own, since, known?.latencyBounds ?? []),
      met: met.map(({ subgraph, errors }) => ({ subgraph, owner: ownerOf.get(subgraph) ?? null, errors })),
      caused: await database.rows(CAUSED, [own, since, organizationId]),
    };
  }

  async #budgetOf(organizationId: string, limits: DayLimits | undefined) {
    if (!limits) return null;
    const own = Object.hasOwn(limits.organizations, organizationId) ? limits.organizations[organizationId] : undefined;
    const points = own ?? limits.default;
    if (points === 0) return null;
    const { database, now } = this.#options;
    const day = Math.floor((now().getTime() + OFFSET_MS) / (DAY_HOURS * HOUR_MS));
    const [found] = await database.rows(SPENT, [organizationId, day]);
    const resetsAt = new Date((day + 1) * DAY_HOURS * HOUR_MS - OFFSET_MS);
    return { points, left: Math.max(0, points - (found?.points ?? 0)), resetsAt };
  }

  async #subgraphsOf(own: readonly string[], since: number, bounds: readonly number[]) {
    const rows = await this.#options.database.rows(BY_HOUR, [own, since]);
    const byName = Map.groupBy(rows, ({ subgraph }) => subgraph);
    return own.map((subgraph) => {
      const hours = byName.get(subgraph) ?? [];
      const calls = hours.reduce((sum, each) => sum + each.calls, 0);
      const failures = hours.reduce((sum, each) => sum + each.failures, 0);
      const all = hours.map(({ latencies }) => latencies as number[]);
      const latencies = all.reduce((sum, each) => each.map((count, index) => count + (sum[index] ?? 0)), []);
      return {
        subgraph,
        calls,
        failures,
        errorBudgetLeft: errorBudgetLeft(calls, failures),
        p95Ms: p95Of(latencies, bounds),
        hours: hours.slice(-DAY_HOURS).map((each) => ({
          hour: new Date(each.hour * HOUR_MS),
          calls: each.calls,
          failures: each.failures,
          p95Ms: p95Of(each.latencies as number[], bounds),
        })),
      };
    });
  }
}
