export { returnUnspent } from './award.service.ts';
export { refusals as balanceRefusals } from './balance.refusal.ts';
export { BalanceService, type MovementAnswer } from './balance.service.ts';
export { type Movement, PreparedMovement, type Share } from './movement.ts';
