import type { Fault } from './fault.ts';
import { gatewayFaults, identityFaults } from './gateway.faults.ts';
import { kitFaults } from './kit.faults.ts';
import { jobsFaults, paymentsFaults, trainingFaults } from './partners.faults.ts';
import { pmoFaults } from './pmo.faults.ts';

/** Forty faults, written down before it was known whether a test catches them. */
export const faults: readonly Fault[] = [
  ...gatewayFaults,
  ...identityFaults,
  ...kitFaults,
  ...pmoFaults,
  ...paymentsFaults,
  ...trainingFaults,
  ...jobsFaults,
];
