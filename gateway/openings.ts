import type { Caller } from './caller.ts';
import type { RequestRefusal } from './errors.ts';
import { networkOf } from './network.ts';
import { tryAgain } from './rate-limit.ts';

/** How many may be open at a time; 0 does not limit. */
export interface OpenLimits {
  /** Openings allowed in this process. */
  total: number;
  /** The most for all whose token is good, at one network: thousands may share a carrier's address. */
  network: number;
  /** The most for strangers at one network. */
  anonymous: number;
  /** The most for all strangers, of whichever network: callers have the rest. */
  strangers?: number;
  person: number;
  /** The most for all people who use one client, such as an app that opens anew what it has open. */
  people?: number;
  /** The most for a client that acts for itself. */
  client: number;
}

/** Gives the place back; the same one once, however often it is called. */
export type Release = () => void;

type Place = [key: string, limit: number];

/** Counts what is open by who opened it. */
export const createOpenings = (limits: OpenLimits) => {
  const { total, network, anonymous, strangers = 0, person, people = 0, client } = limits;
  const counts = new Map<string, number>();

  /** All of the places, or none. */
  const take = (places: readonly Place[]): Release | undefined => {
    for (const [key, limit] of places) if (limit > 0 && (counts.get(key) ?? 0) >= limit) return undefined;
    for (const [key] of places) counts.set(key, (counts.get(key) ?? 0) + 1);
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      for (const [key] of places) giveBack(key);
    };
  };

  const giveBack = (key: string) => {
    const left = (counts.get(key) ?? 0) - 1;
    if (left > 0) counts.set(key, left);
    else counts.delete(key);
  };

  return {
    /** Undefined when there is no room left. */
    open({ isAnonymous, id, client: clientId }: Caller, address: string): Release | undefined {
      const at = networkOf(address);
      const all: Place = ['total', total];
      if (isAnonymous) return take([all, ['strangers', strangers], [`anonymous:${at}`, anonymous]]);
      const ofAddress: Place = [`network:${at}`, network];
      if (id === clientId) return take([all, ofAddress, [`client:${id}`, client]]);
      return take([all, ofAddress, [`people:${clientId}`, people], [`person:${id}`, person]]);
    },
    count: (): number => counts.get('total') ?? 0,
  };
};

export type Openings = ReturnType<typeof createOpenings>;

const tooManyTexts = {
  subscriptions: {
    en: 'Too many subscriptions are open; close some.',
    id: 'Terlalu banyak langganan yang terbuka; tutup sebagian.',
  },
  sockets: { en: 'Too many sockets are open; close some.', id: 'Terlalu banyak soket yang terbuka; tutup sebagian.' },
};

export const tooManyOpen = (what: keyof typeof tooManyTexts): RequestRefusal => tryAgain(tooManyTexts[what], 5);

/** Gives the place of a stream back when it ends, whichever way it does. */
export const releasing = <T>(stream: AsyncIterableIterator<T>, release: Release): AsyncIterableIterator<T> => ({
  [Symbol.asyncIterator]() {
    return this;
  },
  async next() {
    try {
      const result = await stream.next();
      if (result.done) release();
      return result;
    } catch (error) {
      release();
      throw error;
    }
  },
  async return() {
    release();
    await stream.return?.();
    return { done: true, value: undefined };
  },
});
