import { readFile, stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { CanarySource } from '../canary/canary-source.ts';

const answerWithinMs = 10_000;
/** A file that changes within this time is still being written. */
const settleMs = 50;

/** Somewhere a supergraph comes from, and may change. */
export interface SupergraphSource {
  /** The path or URL, as logs and operators name it. */
  name: string;
  /** As of the last read; see `SupergraphOrigin`. */
  readonly isRevocation?: boolean;
  withdrawn?(): readonly string[];
  /**
   * Reads the supergraph (SDL); undefined when it is the one that was read last.
   * @throws RefusedOffer when it must not go live
   * @throws Error when it cannot be read
   */
  read(): Promise<string | undefined>;
  /**
   * Resolves as soon as it is worth reading again, where the source can tell.
   * @throws Error when it cannot be asked, or the signal is aborted
   */
  changed?(signal: AbortSignal): Promise<void>;
  /** What a share of the callers is to meet, where the source offers such. */
  canary?: CanarySource;
}

/** What a source offers, and does not vouch for. */
export class RefusedOffer extends Error {
  /** The first 16 digits of the SHA-256 of what was offered. */
  readonly id: string;

  constructor(id: string, reason: string) {
    super(reason);
    this.id = id;
  }
}

/** @param place a path, or a http(s) URL */
export const sourceOf = (place: string): SupergraphSource =>
  /^https?:\/\//.test(place) ? urlSource(place) : fileSource(place);

const fileSource = (path: string): SupergraphSource => {
  let seen: string | undefined;
  const stateOf = async () => {
    const { ino, size, mtimeMs } = await stat(path);
    return `${ino} ${size} ${mtimeMs}`;
  };
  const read = async () => {
    let state = await stateOf();
    if (state === seen) return undefined;
    for (let before = seen; before !== undefined && before !== state; state = await stateOf()) {
      before = state;
      await delay(settleMs);
    }
    const text = await readFile(path, 'utf8');
    seen = state;
    return text;
  };
  const failed = () => {
    throw new Error(`cannot read the supergraph ${path} (SUPERGRAPH); "npm run schema" writes it`);
  };
  return { name: path, read: () => read().catch(failed) };
};

const urlSource = (url: string): SupergraphSource => {
  let etag: string | null = null;
  const failed = (reason: string) => new Error(`cannot read the supergraph ${url} (SUPERGRAPH): ${reason}`);
  const read = async () => {
    const headers: HeadersInit = etag === null ? {} : { 'if-none-match': etag };
    const signal = AbortSignal.timeout(answerWithinMs);
    const response = await fetch(url, { headers, redirect: 'error', signal }).catch((error: unknown) => {
      throw failed(String(error));
    });
    if (response.status === 304) return undefined;
    if (!response.ok) throw failed(`it answers ${response.status}`);
    const text = await response.text();
    etag = response.headers.get('etag');
    return text;
  };
  return { name: url, read };
};
