import { ErrorBudget } from '../../subgraphs/kit/metrics/error-budget.ts';
import type { RequestRecord } from '../record.ts';
import { hasFailed } from '../request-spans.ts';
import type { Candidate } from '../revision/candidate.ts';
import type { OpenStreams } from '../revision/open-streams.ts';
import type { Revision } from '../revision/revision.ts';
import { revisionIdOf } from '../revision/revision.ts';
import type { CanaryOffer, CanarySource } from './canary-source.ts';
import { isChosen, type WhoAsks } from './chosen-callers.ts';

/** How a canary ended here: live for all, taken back, by this gateway for its failures, or not fit to begin. */
export const canaryEnds = ['promoted', 'withdrawn', 'burnt', 'refused'] as const;
export type CanaryEnd = (typeof canaryEnds)[number];

export interface CanaryObserver {
  request(side: 'canary' | 'stable', isFailure: boolean): void;
  end(end: CanaryEnd): void;
}

export interface CanariesOptions {
  revisions: {
    readonly live: Revision;
    /** Prepares a revision beside the live one, unless it is bad; it may refuse as with one that is to go live. */
    beside(candidate: Candidate): Promise<{ revision: Revision } | { refusal: string }>;
  };
  source: CanarySource | undefined;
  streams: Pick<OpenStreams, 'keepBeside'>;
  observer?: CanaryObserver | undefined;
  log: { info(details: object, message: string): void; warn(details: object, message: string): void };
}

interface RunningCanary {
  offer: CanaryOffer;
  revision: Revision;
  budget: ErrorBudget;
  /** Counted since the last report. */
  uncounted: number;
}

/** What operators are shown. */
export interface CanaryState extends Pick<CanaryOffer, 'subgraph' | 'number' | 'share'> {
  revision: string;
  requests: number;
  failures: number;
}

/** The revision that a share of the callers meets, while there is one. */
export class Canaries {
  readonly #options: CanariesOptions;
  #running: RunningCanary | undefined;
  /** Ended here: at once, also while nobody could be told. */
  readonly #ended = new Map<string, { reason: string; isTold: boolean }>();

  constructor(options: CanariesOptions) {
    this.#options = options;
  }

  /** The revision that answers somebody now. */
  revisionFor(who: WhoAsks): Revision {
    const { live } = this.#options.revisions;
    const running = this.#running;
    // What is live by now is another one: after a rollback nobody meets what was made beside the one before.
    if (running === undefined || running.offer.base !== live.id) return live;
    return isChosen(who, running.offer) ? running.revision : live;
  }

  get state(): CanaryState | undefined {
    if (!this.#running) return undefined;
    const { offer, revision, budget } = this.#running;
    const { subgraph, number, share } = offer;
    const { requests, failures } = budget.canary;
    return { subgraph, number, share, revision: revision.id, requests, failures };
  }

  /** Begins with what the source offers, or ends what it offers no more. @throws Error when others cannot be told */
  async look(): Promise<void> {
    const { source, revisions } = this.#options;
    if (!source) return;
    const offered = source.offered();
    const hasEnded = offered && (this.#ended.has(offered.id) || (await source.ended()).has(offered.id));
    const offer = hasEnded ? undefined : offered;
    const running = this.#running;
    if (running && running.offer.id !== offer?.id) await this.#finish(running, source);
    // With another one live than it was made beside, it waits for the next offer.
    if (offer?.base === revisions.live.id) await this.#begin(offer);
    await this.#tell(source);
    await this.#count(source);
  }

  /** Counts a request that has ended, and stops a canary at once whose error budget it has used up. */
  observe(record: RequestRecord): void {
    const running = this.#running;
    const { live } = this.#options.revisions;
    if (!running || running.offer.base !== live.id || record.operation?.kind === 'subscription') return;
    const side =
      record.revision === running.revision.id ? 'canary' : record.revision === live.id ? 'stable' : undefined;
    if (side === undefined) return;
    const isFailure = hasFailed(record);
    running.budget[side].add({ isFailure, durationMs: record.durationMs });
    running.uncounted += 1;
    this.#options.observer?.request(side, isFailure);
    const reason = side === 'canary' ? running.budget.burnt() : undefined;
    if (reason !== undefined) this.#stop(running, { end: 'burnt', reason });
  }

  /** Lets go of it when the gateway stops. */
  close(): void {
    this.#running?.revision.retire();
    this.#running = undefined;
  }

  async #begin(offer: CanaryOffer): Promise<void> {
    const { revisions, streams, log } = this.#options;
    const before = this.#running;
    if (before?.offer.supergraph === offer.supergraph) {
      before.offer = offer;
      return;
    }
    const { id, subgraph, number, share, supergraph } = offer;
    const origin = { name: `canary ${number} of ${subgraph}` };
    const prepared = await revisions.beside({ id: revisionIdOf(supergraph), supergraph, origin });
    if ('refusal' in prepared) {
      this.#ended.set(id, { reason: `no gateway can serve it: ${prepared.refusal}`, isTold: false });
      this.#note({ end: 'refused', reason: prepared.refusal, offer });
      return;
    }
    before?.revision.retire();
    // The same statement beside another live one goes on with what was counted.
    const { budget = new ErrorBudget(), uncounted = 0 } = before ?? {};
    this.#running = { offer, revision: prepared.revision, budget, uncounted };
    streams.keepBeside(prepared.revision.id);
    log.info({ subgraph, number, share, revision: prepared.revision.id }, 'a share of the callers meets a canary');
  }

  /** Ends one that its source offers no more, or that ended elsewhere. */
  async #finish(running: RunningCanary, source: CanarySource): Promise<void> {
    const isLive = running.revision.id === this.#options.revisions.live.id;
    const end = isLive ? 'promoted' : 'withdrawn';
    // Written down first, so that a registry that somebody took over does not begin with it again.
    await source.remember(running.offer.id, end);
    this.#stop(running, { end, reason: 'it is offered no more, or has ended elsewhere' });
  }

  #stop(running: RunningCanary, { end, reason }: { end: CanaryEnd; reason: string }): void {
    this.#running = undefined;
    running.revision.retire();
    this.#options.streams.keepBeside(undefined);
    if (end === 'burnt') this.#ended.set(running.offer.id, { reason, isTold: false });
    this.#note({ end, reason, offer: running.offer });
  }

  #note({ end, reason, offer: { subgraph, number } }: { end: CanaryEnd; reason: string; offer: CanaryOffer }): void {
    this.#options.observer?.end(end);
    this.#options.log.warn({ subgraph, number, end, reason }, 'a canary has ended');
  }

  async #tell(source: CanarySource): Promise<void> {
    for (const [id, ended] of this.#ended) {
      if (ended.isTold) continue;
      await source.end(id, ended.reason);
      ended.isTold = true;
    }
  }

  /** What others have not been told is in the next report: each has all that was counted. */
  async #count(source: CanarySource): Promise<void> {
    const running = this.#running;
    if (!running || running.uncounted === 0) return;
    const told = running.uncounted;
    await source.count(running.offer.id, running.budget.counted);
    running.uncounted -= told;
  }
}
