export { type SettledAccounts, settledAccounts } from './settled.service.ts';
