import { type BundleRequestOptions, headersOf } from './bundle-request.ts';

/** The registry answers at once when the version moves, and after two seconds when it does not. */
const answerWithinMs = 10_000;

/**
 * Asks the registry again and again whether its bundle is another one; each question waits there for an answer.
 * @returns what resolves when it is, and rejects when the registry is away or its signal is aborted
 */
export const createVersionWatch = (options: Pick<BundleRequestOptions, 'url' | 'secret'>) => {
  let etag: string | null = null;
  return async (signal: AbortSignal): Promise<void> => {
    for (;;) {
      const response = await fetch(`${options.url}/version`, {
        headers: { ...headersOf(options), ...(etag !== null && { 'if-none-match': etag }) },
        redirect: 'error',
        signal: AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]),
      });
      await response.body?.cancel();
      if (response.status === 304) continue;
      if (response.status !== 200) throw new Error(`it answers ${response.status}`);
      etag = response.headers.get('etag');
      return;
    }
  };
};
