export { refusals as conformanceRefusals } from './conformance.refusal.ts';
export type { ConformanceGate } from './gate.service.ts';
