import { bearer } from '../../subgraphs/kit/rotating-secret.ts';

/** Bytes of a bundle, unfolded: 60 subgraphs with 6,000 types take 10 MB. */
export const maximumBytes = 32 * 1024 * 1024;

export interface BundleRequestOptions {
  url: string;
  /** What the registry asks of gateways as their bearer. */
  secret?: string | undefined;
  withinMs?: number;
  maximumBytes?: number;
}

/**
 * Asks for the bundle with the ETag of the last answer.
 * @returns its text; undefined where it is the same as before
 * @throws Error when there is no answer in time, a redirect, another status than 200 and 304, or too much
 */
export const createBundleRequest = (options: BundleRequestOptions) => {
  const { url, withinMs = 10_000, maximumBytes: most = maximumBytes } = options;
  let etag: string | null = null;
  return async (): Promise<string | undefined> => {
    const headers: HeadersInit = { ...headersOf(options), ...(etag !== null && { 'if-none-match': etag }) };
    // A registry that could send the gateway elsewhere could have it ask what is inside.
    const response = await fetch(url, { headers, redirect: 'error', signal: AbortSignal.timeout(withinMs) });
    if (response.status === 304) return undefined;
    if (response.status !== 200) {
      await response.body?.cancel();
      throw new Error(`it answers ${response.status}`);
    }
    const text = await textOf(response, most);
    etag = response.headers.get('etag');
    return text;
  };
};

export const headersOf = ({ secret }: Pick<BundleRequestOptions, 'secret'>): Record<string, string> => ({
  accept: 'application/json',
  ...(secret !== undefined && { authorization: bearer(secret) }),
});

const textOf = async (response: Response, most: number): Promise<string> => {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let length = 0;
  let text = '';
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > most) throw new Error(`it answers more than ${most} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
};
