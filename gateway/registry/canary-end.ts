import { type BundleRequestOptions, headersOf } from './bundle-request.ts';

const answerWithinMs = 10_000;

/**
 * Tells the registry that a canary has been stopped here, so that it ends for all gateways.
 * @throws Error where the registry does not take it
 */
export const tellEnd = async (
  { url, secret }: Pick<BundleRequestOptions, 'url' | 'secret'>,
  said: { hash: string; reason: string },
): Promise<void> => {
  const response = await fetch(new URL('/canary/end', url), {
    method: 'POST',
    headers: { ...headersOf({ secret }), 'content-type': 'application/json' },
    body: JSON.stringify(said),
    redirect: 'error',
    signal: AbortSignal.timeout(answerWithinMs),
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`the registry does not take the end of a canary: it answers ${response.status}`);
};
