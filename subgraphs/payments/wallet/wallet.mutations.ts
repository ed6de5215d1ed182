import { declareMutation } from '../../kit/mutation.ts';
import { refusals } from './wallet.refusal.ts';
import { WalletType } from './wallet.type.ts';

export const linkWallet = declareMutation({
  name: 'linkWallet',
  does: 'Links the account in which you are paid, in the place of the one before. It is paid once it is verified (`verifyWallet`), and, when it takes the place of a verified one, 7 days later.',
  takes: 'the scope `self`',
  refusals: [
    refusals.forbidden(),
    refusals.partnerUnknown(),
    refusals.numberMalformed(),
    refusals.ofAnother(),
    refusals.cooling(),
  ],
  isKeyed: true,
  weight: 20,
  payload: {
    description: 'The linked account, or why none was linked.',
    field: 'wallet',
    type: () => WalletType,
    fieldDescription: 'The account as it stands now.',
  },
});

export const verifyWallet = declareMutation({
  name: 'verifyWallet',
  does: 'Asks the payment partner whether your account is active and has your NIK, and keeps what it says, a refusal too: `wallet` of the participant shows it. Payouts that had to wait for it are released.',
  takes: 'the scope `self`',
  refusals: [
    refusals.forbidden(),
    refusals.missing(),
    refusals.changed(),
    refusals.unavailable(),
    refusals.inactive(),
    refusals.mismatch(),
    refusals.unproven(),
    refusals.unattested(),
  ],
  weight: 50,
  payload: {
    description: 'The verified account, or why nothing is paid to it.',
    field: 'wallet',
    type: () => WalletType,
    fieldDescription: 'The account as it stands now.',
  },
});
