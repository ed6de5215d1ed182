import type { ClockWatch } from '../subgraphs/kit/clock-watch.ts';
import { durationBuckets } from '../subgraphs/kit/metrics/buckets.ts';
import type { Metrics } from '../subgraphs/kit/metrics/registry.ts';
import { type Canaries, type CanaryObserver, canaryEnds } from './canary/canaries.ts';
import { errorCodes } from './errors.ts';
import type { Load } from './load.ts';
import type { Openings } from './openings.ts';
import { type PlannerProcessOptions, planEnds, restartCauses } from './planner/planner-process.ts';
import { outcomes, type RequestRecord } from './record.ts';
import { type OfferOutcome, offerOutcomes } from './revision/candidate.ts';
import type { Revisions } from './revision/revisions.ts';

/** Most operations that have series of their own: the others are counted together. */
const mostOperations = 200;
const failures = ['unavailable', 'timeout', 'overloaded', 'abandoned'];

export interface GatewayMetricsOptions {
  metrics: Metrics;
  subgraphs: readonly string[];
  /** Names of the operations of trusted documents; a name that only a client knows is never a label. */
  operations: readonly string[];
}

/** What is open at a time, and which supergraph is live. */
export interface WatchedState {
  revisions: Pick<Revisions, 'age'>;
  canaries: Pick<Canaries, 'state'>;
  subscriptions: Pick<Openings, 'count'>;
  sockets: Pick<Openings, 'count'>;
  load: Pick<Load, 'state'>;
  clock: Pick<ClockWatch, 'addMetrics'>;
}

export interface GatewayMetrics {
  /** Takes the record of a request that has ended. */
  observe(record: RequestRecord): void;
  /** Counts what became of a supergraph that a source offered. */
  countOffer(outcome: OfferOutcome): void;
  watch(watched: WatchedState): void;
  planner: Pick<PlannerProcessOptions, 'onPlan' | 'onRestart'>;
  canary: CanaryObserver;
}

const ofRequests = (metrics: Metrics, operations: readonly string[]) => ({
  requests: metrics.histogram({
    name: 'prakerja_gateway_request_duration_seconds',
    help: 'Requests from their arrival to the end of their answer, without subscriptions.',
    labels: { kind: ['query', 'mutation', 'none'], outcome: outcomes },
    buckets: durationBuckets,
  }),
  overhead: metrics.histogram({
    name: 'prakerja_gateway_overhead_seconds',
    help: 'The part of executed requests in which no subgraph was waited for.',
    buckets: durationBuckets,
  }),
  operations: metrics.histogram({
    name: 'prakerja_gateway_operation_duration_seconds',
    help: 'Executed requests by the operation of a trusted document.',
    labels: { operation: operations.slice(0, mostOperations) },
    buckets: [],
  }),
});

const ofFaults = (metrics: Metrics, subgraphs: readonly string[]) => ({
  errors: metrics.counter({
    name: 'prakerja_gateway_errors_total',
    help: 'Errors in answers, by the part of the graph that owes them.',
    labels: { code: errorCodes, owner: ['gateway', ...subgraphs] },
  }),
  refusals: metrics.counter({
    name: 'prakerja_gateway_refusals_total',
    help: 'Requests of which nothing was executed.',
    labels: { code: errorCodes },
  }),
  calls: metrics.histogram({
    name: 'prakerja_gateway_subgraph_duration_seconds',
    help: 'HTTP calls of subgraphs, as the gateway saw them.',
    labels: { subgraph: subgraphs },
    buckets: durationBuckets,
  }),
  callFailures: metrics.counter({
    name: 'prakerja_gateway_subgraph_failures_total',
    help: 'Calls of subgraphs that brought no answer.',
    labels: { subgraph: subgraphs, reason: failures },
  }),
});

const ofCaches = (metrics: Metrics) => ({
  documents: metrics.counter({
    name: 'prakerja_gateway_documents_total',
    help: 'Documents that were known, and that had to be parsed and validated.',
    labels: { found: ['known', 'made'] },
  }),
  plans: metrics.counter({
    name: 'prakerja_gateway_plans_total',
    help: 'Plans that were known, and that had to be made.',
    labels: { found: ['known', 'made'] },
  }),
});

const ofPlanner = (metrics: Metrics): GatewayMetrics['planner'] => {
  const plans = metrics.histogram({
    name: 'prakerja_gateway_plan_duration_seconds',
    help: 'Plans that the planner was asked for, without their wait, by how its work ended.',
    labels: { end: planEnds },
    buckets: durationBuckets,
  });
  const restarts = metrics.counter({
    name: 'prakerja_gateway_planner_restarts_total',
    help: 'Starts of another planner after one ended: over an operation, since it was too slow, or while it was idle.',
    labels: { cause: restartCauses },
  });
  return {
    onPlan: (durationMs, end) => plans.observe(durationMs / 1000, end),
    onRestart: (cause) => restarts.add(1, cause),
  };
};

const ofCanary = (metrics: Metrics): CanaryObserver => {
  const requests = metrics.counter({
    name: 'prakerja_gateway_canary_requests_total',
    help: 'Requests while there is a canary, by the revision that answered, and whether it failed by no fault of the client.',
    labels: { side: ['canary', 'stable'], outcome: ['ok', 'failed'] },
  });
  const ends = metrics.counter({
    name: 'prakerja_gateway_canary_ends_total',
    help: 'Canaries that ended on this gateway, by how.',
    labels: { end: canaryEnds },
  });
  return {
    request: (side, isFailure) => requests.add(1, side, isFailure ? 'failed' : 'ok'),
    end: (end) => ends.add(1, end),
  };
};

const watchCanary = (metrics: Metrics, canaries: WatchedState['canaries']): void =>
  metrics.reading({
    kind: 'gauge',
    name: 'prakerja_gateway_canary_share',
    help: 'Percent of the callers that meet a canary on this gateway.',
    read: () => [[canaries.state?.share ?? 0]],
  });

const watchSupergraph = (metrics: Metrics, revisions: WatchedState['revisions']): void => {
  metrics.reading({
    kind: 'gauge',
    name: 'prakerja_gateway_supergraph_age_seconds',
    help: 'Time since the live supergraph was taken, and since the source of supergraphs was read.',
    labels: { since: ['taken', 'read'] },
    read: () => {
      const { liveMs, readMs } = revisions.age;
      return [
        [liveMs / 1000, 'taken'],
        [readMs / 1000, 'read'],
      ];
    },
  });
  metrics.reading({
    kind: 'gauge',
    name: 'prakerja_gateway_supergraph_faulty',
    help: '1 while the live supergraph would be refused today, for example because a key was revoked.',
    read: () => [[revisions.age.isFaulty ? 1 : 0]],
  });
};

/** The gateway's metrics. Each request is counted once, when it has ended. */
export const createGatewayMetrics = ({ metrics, subgraphs, operations }: GatewayMetricsOptions): GatewayMetrics => {
  const request = ofRequests(metrics, operations);
  const fault = ofFaults(metrics, subgraphs);
  const cache = ofCaches(metrics);
  const offers = metrics.counter({
    name: 'prakerja_gateway_supergraph_offers_total',
    help: 'Supergraphs that were offered, and looks at their source that failed.',
    labels: { outcome: offerOutcomes },
  });

  const observeTimes = (record: RequestRecord) => {
    const { operation, durationMs, outcome } = record;
    if (operation?.kind === 'subscription' && record.refusal === undefined) return;
    request.requests.observe(durationMs / 1000, operation?.kind ?? 'none', outcome);
    if (record.refusal !== undefined || operation === undefined) return;
    request.overhead.observe(record.overheadMs / 1000);
    request.operations.observe(durationMs / 1000, operation.name ?? '');
  };

  const observeCalls = ({ calls }: RequestRecord) => {
    for (const { subgraph, durationMs, failure } of calls) {
      fault.calls.observe(durationMs / 1000, subgraph);
      if (failure !== undefined) fault.callFailures.add(1, subgraph, failure);
    }
  };

  const observeFinds = ({ documents, plans }: RequestRecord) => {
    for (const found of ['known', 'made'] as const) {
      if (documents[found] > 0) cache.documents.add(documents[found], found);
      if (plans[found] > 0) cache.plans.add(plans[found], found);
    }
  };

  return {
    observe(record) {
      observeTimes(record);
      observeCalls(record);
      observeFinds(record);
      for (const { code, owner } of record.errors) fault.errors.add(1, code, owner);
      if (record.refusal !== undefined) fault.refusals.add(1, record.refusal);
    },
    planner: ofPlanner(metrics),
    canary: ofCanary(metrics),
    countOffer: (outcome) => offers.add(1, outcome),
    watch({ subscriptions, sockets, load, clock, revisions, canaries }) {
      clock.addMetrics(metrics);
      watchSupergraph(metrics, revisions);
      watchCanary(metrics, canaries);
      metrics.reading({
        kind: 'gauge',
        name: 'prakerja_gateway_in_flight',
        help: 'Requests under way, and how many may be: fewer while most of them take too long.',
        labels: { what: ['under way', 'bound'] },
        read: () => [
          [load.state.open, 'under way'],
          [load.state.limit, 'bound'],
        ],
      });
      metrics.reading({
        kind: 'gauge',
        name: 'prakerja_gateway_open',
        help: 'Subscriptions of all transports, and sockets, that are open.',
        labels: { what: ['subscriptions', 'sockets'] },
        read: () => [
          [subscriptions.count(), 'subscriptions'],
          [sockets.count(), 'sockets'],
        ],
      });
    },
  };
};
