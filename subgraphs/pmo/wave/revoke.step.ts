import { execute } from '../../kit/database.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { LATEST_DEADLINE } from '../journey/index.ts';
import { lastPurchaseDay, OPEN_TOTAL, type Revocations } from '../revocation/index.ts';
import { refusals } from './wave.refusal.ts';
import { WaveStatus } from './wave.status.ts';
import type { ChunkedStep } from './wave-step.ts';

interface RevokeOptions {
  revocations: Revocations;
  now: () => Date;
}

/** The cursor behind everyone: all cases of the wave are open. */
const ALL = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/**
 * Asks payments about every recipient who bought nothing in time, and waits for all answers: those whose balance went
 * back are revoked as these come (`RevokeService`). Then the wave is settled.
 */
export const revokeStep = ({ revocations, now }: RevokeOptions): ChunkedStep => ({
  to: WaveStatus.SETTLED,
  next: null,
  total: OPEN_TOTAL,
  // A settled wave has nobody who may still buy: it waits for whose class was cancelled, too.
  begin: async (wave, tx) => {
    const own = (await execute(tx, LATEST_DEADLINE, [wave.number])).rows[0]?.until ?? null;
    const day = lastPurchaseDay(wave);
    const last = day && own && own > day ? own : day;
    if (last === null || jakartaDayAfter(now(), 0) <= last) throw refusals.deadline(last);
  },
  chunk: async (tx, running) => {
    const { waveNumber: wave, cursor: after, requestId } = running;
    const next = after === ALL ? null : await revocations.open(tx, { wave, after });
    await revocations.ask(tx, { wave, requestId });
    if (next !== null) return { done: 0, cursor: next };
    const { cases, open } = await revocations.progress(tx, wave);
    const done = cases - open - running.done;
    return open === 0 ? { done, cursor: null } : { done, cursor: ALL, isWaiting: true };
  },
});
