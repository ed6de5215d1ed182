export { holdLists } from './barred.lock.ts';
export { listRevoked } from './barred.statement.ts';
export { holdFacts, type JudgeOptions, judgeHolders } from './holders.judge.ts';
