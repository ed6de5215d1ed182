export { mayReadCatalogue } from './platform.policy.ts';
export { joinPlatform, suspendPlatform } from './platform.service.ts';
