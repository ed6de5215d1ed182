export interface PaymentPartner {
  code: string;
  name: string;
  kind: 'BANK' | 'E_WALLET';
}

/** The six partners that pay incentives (June 2022). */
export const paymentPartners: readonly PaymentPartner[] = [
  { code: 'bca', name: 'BCA', kind: 'BANK' },
  { code: 'bni', name: 'BNI', kind: 'BANK' },
  { code: 'dana', name: 'DANA', kind: 'E_WALLET' },
  { code: 'gopay', name: 'GoPay', kind: 'E_WALLET' },
  { code: 'linkaja', name: 'LinkAja', kind: 'E_WALLET' },
  { code: 'ovo', name: 'OVO', kind: 'E_WALLET' },
];
