import { createBundleRequest } from '../../../../gateway/registry/bundle-request.ts';
import { readBundle } from '../../../../schema/registry/bundle.ts';
import type { Subgraph } from '../../../../schema/registry/revision.ts';

const everyMs = 5_000;

interface LiveOptions {
  /** URL of the registry's bundle. */
  url: string;
  secret: string;
}

/** Reads what is live, asked anew every five seconds; the same list while nothing has changed. */
export const followLive = (options: LiveOptions): (() => Promise<readonly Subgraph[]>) => {
  const request = createBundleRequest(options);
  let live: readonly Subgraph[] = [];
  let askedAt = Number.NEGATIVE_INFINITY;
  return async () => {
    if (performance.now() - askedAt < everyMs) return live;
    const text = await request();
    askedAt = performance.now();
    if (text === undefined) return live;
    live = readBundle(JSON.parse(text)).revisions.map(({ statement, sdl }) => ({
      name: statement.subgraph,
      organization: statement.organization,
      address: statement.address,
      sdl,
    }));
    return live;
  };
};
