import { compactVerify, importJWK } from 'jose';
import type { PublicKey } from '../../kit/public-key.ts';

export interface OfflineRecord {
  scheduleId: string;
  enrollmentId: string;
  session: number;
  code: string;
  at: Date;
}

interface OfflineBatch {
  deviceId: string;
  records: readonly OfflineRecord[];
}

/**
 * The bytes that a device signs: canonical JSON (RFC 8785), thus the members of each object in the order of their names,
 * no blanks, and times in UTC with milliseconds.
 */
export const canonicalBatch = ({ deviceId, records }: OfflineBatch): string =>
  JSON.stringify({
    device: deviceId,
    records: records.map(({ at, code, enrollmentId, scheduleId, session }) => ({
      at: at.toISOString(),
      code,
      enrollmentId,
      scheduleId,
      session,
    })),
  });

const DETACHED = /^([\w-]{1,1000})\.\.([\w-]{86})$/;

/** Decides whether `signature`, a detached JWS (RFC 7515, appendix F), is that of the key over the batch. */
export const isSignedBy = async (key: PublicKey, signature: string, batch: OfflineBatch): Promise<boolean> => {
  const [, header, bytes] = DETACHED.exec(signature) ?? [];
  if (header === undefined || bytes === undefined) return false;
  const payload = Buffer.from(canonicalBatch(batch)).toString('base64url');
  try {
    await compactVerify(`${header}.${payload}.${bytes}`, await importJWK({ ...key }, 'ES256'), {
      algorithms: ['ES256'],
    });
    return true;
  } catch {
    return false;
  }
};
