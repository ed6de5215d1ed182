import type { Database } from '../../kit/database.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey } from '../../kit/loader.ts';
import { type PaymentPartner, paymentPartners } from './partners.data.ts';
import type { WalletType } from './wallet.type.ts';

const BY_PARTICIPANT = {
  name: 'wallet-by-participant',
  text: `select participant_id as "participantId", partner_code as "partnerCode",
      '••••' || right(masked_number, 4) as "maskedNumber", verified_at as "verifiedAt"
    from wallet where participant_id = any($1::uuid[])`,
};

type WalletRow = Omit<WalletType, 'partner'> & { partnerCode: string };

const partners = new Map(paymentPartners.map((partner) => [partner.code, partner]));

/** @throws RangeError when no payment partner has this code */
export const partnerOf = (code: string): PaymentPartner => {
  const partner = partners.get(code);
  if (!partner) throw new RangeError(`no payment partner ${code}`);
  return partner;
};

export const walletByParticipant = (database: Database) =>
  byKey(
    (ids: string[]) => database.rows<WalletRow>(BY_PARTICIPANT, [ids.filter(isUuid)]),
    ({ participantId }) => participantId,
  );
