import { sql } from 'kysely';
import type { Kit } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey } from '../../kit/loader.ts';
import { isOneOf, queriesOver } from '../../kit/query.ts';
import { type PaymentPartner, paymentPartners } from './partners.data.ts';
import { WalletEntity } from './wallet.entity.ts';
import { reasonSql, type WalletReason } from './wallet.status.ts';

const query = queriesOver(WalletEntity);

// The moment is a value of its own.
const [before = '', after = ''] = reasonSql('|').split('|');

const BY_PARTICIPANT = query<{ people: readonly string[]; at: Date }>()('wallet-by-participant', (db, values) =>
  db
    .selectFrom('wallet')
    .select(['participantId', 'partnerCode', 'verifiedAt', 'state', 'usableFrom'])
    .select(sql<WalletReason | null>`${sql.raw(before)}${values.at}${sql.raw(after)}`.as('reason'))
    .select(sql<string>`'••••' || right(masked_number, 4)`.as('maskedNumber'))
    .where(isOneOf('participantId', values.people, 'uuid')),
);

const partners = new Map(paymentPartners.map((partner) => [partner.code, partner]));

/** @throws RangeError when no payment partner has this code */
export const partnerOf = (code: string): PaymentPartner => {
  const partner = partners.get(code);
  if (!partner) throw new RangeError(`no payment partner ${code}`);
  return partner;
};

export const walletByParticipant = ({ database, now }: Pick<Kit, 'database' | 'now'>) =>
  byKey(
    (ids: string[]) => database.read(BY_PARTICIPANT, { people: ids.filter(isUuid), at: now() }),
    ({ participantId }) => participantId,
  );
