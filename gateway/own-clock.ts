import { ClockWatch } from '../subgraphs/kit/clock-watch.ts';
import { createReadiness } from '../subgraphs/kit/readiness.ts';
import { RequestRefusal } from './errors.ts';

export interface OwnClock {
  watch: ClockWatch;
  close(): Promise<void>;
}

/**
 * Compares this gateway's clock with that of the database that gateways share, where there is one. The issuer's is compared
 * where its list is read.
 */
export const openClock = async (
  databaseUrl: string | undefined,
  log: ConstructorParameters<typeof ClockWatch>[0]['log'],
): Promise<OwnClock> => {
  const watch = new ClockWatch({ log });
  const comparing = databaseUrl && createReadiness({ url: databaseUrl, name: 'gateway clock', clock: watch });
  // A gateway answers without its database, too.
  if (comparing) await comparing.check().catch(() => undefined);
  return { watch, close: async () => (comparing ? comparing.close() : undefined) };
};

const text = {
  en: 'The clock of this gateway is wrong, so it cannot verify tokens. Try again.',
  id: 'Jam gateway ini salah, sehingga token tidak dapat diperiksa. Coba lagi.',
};

/** @throws RequestRefusal 503 while the clock is wrong: good tokens would be told to have expired, and no subgraph would answer */
export const assertClock = (clock: Pick<ClockWatch, 'fault'>): void => {
  if (clock.fault() === undefined) return;
  throw new RequestRefusal(503, { code: 'INTERNAL_SERVER_ERROR', text }, { 'retry-after': '5' });
};
