export { PublisherKeyEntity } from './key.entity.ts';
export { KeyRole, KeyStatus } from './key.status.ts';
