import type { CanaryCounts } from '../../subgraphs/kit/metrics/error-budget.ts';
import { type BundleRequestOptions, headersOf } from './bundle-request.ts';

type Registry = Pick<BundleRequestOptions, 'url' | 'secret'>;

const answerWithinMs = 10_000;

const post = async ({ url, secret }: Registry, path: string, said: object): Promise<void> => {
  const response = await fetch(new URL(path, url), {
    method: 'POST',
    headers: { ...headersOf({ secret }), 'content-type': 'application/json' },
    body: JSON.stringify(said),
    redirect: 'error',
    signal: AbortSignal.timeout(answerWithinMs),
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`the registry does not take ${path} of a canary: it answers ${response.status}`);
};

/**
 * Tells the registry that a canary has been stopped here, so that it ends for all gateways.
 * @throws Error where the registry does not take it
 */
export const tellEnd = (registry: Registry, said: { hash: string; reason: string }): Promise<void> =>
  post(registry, '/canary/end', said);

/** All that one process of a gateway has counted of a canary. */
export interface CountReport extends CanaryCounts {
  hash: string;
  /** Id of the process: after a restart it is another one, which begins with nothing. */
  gateway: string;
  /** Rises with each report of the process: one that comes twice, or late, counts once. */
  number: number;
}

/** @throws Error where the registry does not take it */
export const tellCounts = (registry: Registry, said: CountReport): Promise<void> =>
  post(registry, '/canary/counts', said);
