import type { Arguments } from './access-document.ts';
import { rowsOf } from './people.ts';

const COOL = `update wallet set usable_from = now() + interval '1 day',
    verified_at = coalesce(verified_at, now()) where participant_id = $1 and state in ('LINKED', 'VERIFIED')`;

/** Lets the person's wallet be one that took another's place: none of its fields is null. */
export const changeWallet = async (victim: string): Promise<void> => {
  await rowsOf('payments', COOL, [victim]);
};

/** Arguments of what people do with their wallets; it would be refused. */
export const walletsGiven = (key: string): Arguments => ({
  'Mutation.linkWallet': `${key}, input: { partner: "matrix", number: "0" }`,
});
