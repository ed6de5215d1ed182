export type { ApprovalService } from './approval.service.ts';
export { addFirst, readHeads } from './first.service.ts';
export type { Break, Deprecations, JudgeService } from './judge.service.ts';
export type { ProposalService } from './proposal.service.ts';
export { LAST_RELEASE, LIVE_PUBLISHERS, LIVE_SET, statementOf } from './revision.statement.ts';
