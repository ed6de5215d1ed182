import 'reflect-metadata';
import { forbidden, unauthenticated } from '../kit/errors.ts';
import { buildSubgraph } from '../kit/federation.ts';
import { BalanceResolver } from './balance/balance.resolver.ts';
import type { Context } from './context.ts';
import {
  DisbursementResolver,
  ParticipantDisbursementsResolver,
  readDisbursement,
} from './disbursement/disbursement.resolver.ts';
import { FundsResolver } from './funds/funds.resolver.ts';
import { mayReadMoneyOf } from './money.policy.ts';
import { WalletNumberResolver, WalletResolver } from './wallet/wallet.resolver.ts';

const participant = ({ id }: { id: string }, { caller }: Context) => {
  if (!caller.id) throw unauthenticated();
  if (!mayReadMoneyOf(caller, id)) throw forbidden('the scope `ledger:read`, or to be this participant');
  return { id };
};

/** The payment partners' and the treasury's part of the graph. */
export const payments = buildSubgraph<Context>({
  resolvers: [
    BalanceResolver,
    DisbursementResolver,
    FundsResolver,
    ParticipantDisbursementsResolver,
    WalletResolver,
    WalletNumberResolver,
  ],
  references: {
    Participant: participant,
    Disbursement: readDisbursement,
    Wave: ({ number }: { number: number }) => ({ number }),
  },
});
