export { addKeys } from './key.add.service.ts';
export { lockApprovedKey } from './key.lock.service.ts';
export { KeyRole } from './key.status.ts';
