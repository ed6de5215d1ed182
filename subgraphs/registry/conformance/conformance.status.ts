import { transitionsOf } from '../../kit/status.ts';

export enum ConformanceStatus {
  REQUESTED = 'REQUESTED',
  PASSED = 'PASSED',
  FAILED = 'FAILED',
}

export const transition = transitionsOf<ConformanceStatus>('conformance run', {
  REQUESTED: ['PASSED', 'FAILED'],
  PASSED: [],
  FAILED: [],
});
