import { setTimeout as delay } from 'node:timers/promises';
import type { DocumentUses } from './document-uses.ts';
import type { Revisions } from './revisions.ts';
import { RefusedOffer, type SupergraphSource } from './source.ts';

interface FollowOptions {
  source: SupergraphSource;
  uses: DocumentUses;
  everyMs: number;
  log: { warn(details: object, message: string): void };
}

export interface Follower {
  /** Looks at once; what is published before the call is seen when it is over. */
  look(): Promise<void>;
  /** Stops looking, when the last look is over. */
  stop(): Promise<void>;
}

/** Looks again and again at the source and at what other gateways did. What fails is said once, and tried again. */
export const followSupergraph = (revisions: Revisions, { source, uses, everyMs, log }: FollowOptions): Follower => {
  let offered: string | undefined;
  const readOnce = () =>
    revisions.read(source).catch((error: unknown) => {
      if (error instanceof RefusedOffer) return undefined;
      throw error;
    });
  const offer = async () => {
    offered = (await readOnce()) ?? offered;
    if (offered === undefined) return;
    await revisions.offer(offered, source);
    offered = undefined;
  };
  const tasks = [offer, () => revisions.follow(), () => revisions.recheck(), () => uses.flush()];
  const said = new Map<unknown, string>();

  const look = async () => {
    for (const task of tasks) {
      const failure = await task().then(
        () => '',
        (error: unknown) => String(error),
      );
      if (failure !== '' && said.get(task) !== failure)
        log.warn({ reason: failure }, 'the supergraph was not looked at');
      said.set(task, failure);
    }
  };

  let looking: Promise<void> | undefined;
  const begin = () => {
    looking ??= look().finally(() => {
      looking = undefined;
    });
    return looking;
  };
  let next: Promise<void> | undefined;
  const lookNow = () => {
    // The look that is under way may have read the source already; one more serves all who ask meanwhile.
    next ??= Promise.resolve(looking).then(() => {
      next = undefined;
      return begin();
    });
    return next;
  };
  const timer = setInterval(() => void begin(), everyMs).unref();
  const stopping = new AbortController();
  const { signal } = stopping;
  // A source that can tell is not waited for until the next look.
  const watch = async () => {
    while (!signal.aborted) {
      const isChanged = await source.changed?.(signal).then(
        () => true,
        () => false,
      );
      if (isChanged) await lookNow();
      else await delay(everyMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  };
  if (source.changed) void watch();
  const stop = async () => {
    stopping.abort();
    clearInterval(timer);
    await (next ?? looking);
    await uses.flush().catch(() => undefined);
  };
  return { look: lookNow, stop };
};
