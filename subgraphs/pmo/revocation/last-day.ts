import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { column, statement } from '../../kit/statement.ts';
import { policyOf } from '../policy/index.ts';

interface AnnouncedWave {
  policyVersion: string;
  announcedAt: Date | null;
  purchaseDeadline: string | null;
}

const WAVE = statement(
  'revocation-wave',
  { policyVersion: column.text, announcedAt: column.timestamptz.orNull, purchaseDeadline: column.date.orNull },
  `select policy_version as "policyVersion", announced_at as "announcedAt", purchase_deadline as "purchaseDeadline"
    from wave where number = $1`,
);

/**
 * Returns the last day, in Asia/Jakarta, on which recipients of a wave may buy for the first time. Where the policy sets
 * none, as 2020-A, that is the day on which their balance ends: of the year of the announcement, or of the next one.
 */
export const lastPurchaseDay = ({ policyVersion, announcedAt, purchaseDeadline }: AnnouncedWave): string | null => {
  const yearly = policyOf(policyVersion).deadlines.find(({ code }) => code === 'BALANCE_ENDS')?.yearly;
  if (purchaseDeadline || !announcedAt || !yearly) return purchaseDeadline;
  const day = jakartaDayAfter(announcedAt, 0);
  const year = Number(day.slice(0, 4));
  return day <= `${year}-${yearly}` ? `${year}-${yearly}` : `${year + 1}-${yearly}`;
};

export const lastDayOf = async (tx: EntityManager, wave: number): Promise<string | null> => {
  const [found] = (await execute(tx, WAVE, [wave])).rows;
  return found ? lastPurchaseDay(found) : null;
};
