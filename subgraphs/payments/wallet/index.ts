export { paymentPartners } from './partners.data.ts';
export type { WalletVerifier } from './verify.service.ts';
export { walletPlace } from './wallet.record.ts';
