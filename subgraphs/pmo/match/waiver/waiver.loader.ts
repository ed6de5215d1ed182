import type { Database } from '../../../kit/database.ts';
import { byKey } from '../../../kit/loader.ts';
import { WAVE_MATCHES } from './waiver.statement.ts';
import type { WaveIdentityMatchType } from './waiver.type.ts';

type Row = WaveIdentityMatchType & { waveNumber: number };

export const waveMatches = (database: Database) =>
  byKey<number, Row>(
    async (waves) =>
      (await database.rows(WAVE_MATCHES, [waves])).map(({ waveNumber, isWaiting, ...decided }) => {
        const { reason, proposedBy, proposedAt } = decided;
        const isDecided = reason !== null && proposedBy !== null && proposedAt !== null;
        return { waveNumber, isWaiting, waiver: isDecided ? { ...decided, reason, proposedBy, proposedAt } : null };
      }),
    ({ waveNumber }) => waveNumber,
  );
