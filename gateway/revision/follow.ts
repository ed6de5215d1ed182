import type { DocumentUses } from './document-uses.ts';
import type { Revisions } from './revisions.ts';
import type { SupergraphSource } from './source.ts';

interface FollowOptions {
  source: SupergraphSource;
  uses: DocumentUses;
  everyMs: number;
  log: { warn(details: object, message: string): void };
}

/**
 * Looks again and again at the source and at what other gateways did. What fails is said once, and tried again.
 * @returns stops looking, when the last look is over
 */
export const followSupergraph = (revisions: Revisions, { source, uses, everyMs, log }: FollowOptions) => {
  let offered: string | undefined;
  const offer = async () => {
    offered = (await source.read()) ?? offered;
    if (offered === undefined) return;
    await revisions.offer(offered, source);
    offered = undefined;
  };
  const tasks = [offer, () => revisions.follow(), () => uses.flush()];
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
  const timer = setInterval(() => {
    looking ??= look().finally(() => {
      looking = undefined;
    });
  }, everyMs).unref();
  return async () => {
    clearInterval(timer);
    await looking;
    await uses.flush().catch(() => undefined);
  };
};
