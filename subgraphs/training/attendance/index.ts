export { claimFirst } from './completion.service.ts';
