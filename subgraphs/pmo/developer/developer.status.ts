import { transitionsOf } from '../../kit/status.ts';

export enum DeveloperStatus {
  INVITED = 'INVITED',
  LEFT = 'LEFT',
}

export const transition = transitionsOf<DeveloperStatus>('developer', { INVITED: ['LEFT'], LEFT: [] });
