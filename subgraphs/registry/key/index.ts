export { addKeys } from './key.add.service.ts';
export { PublisherKeyEntity } from './key.entity.ts';
export { KeyRole, KeyStatus } from './key.status.ts';
