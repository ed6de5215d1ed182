export type { Break, JudgeService } from './judge.service.ts';
export { RevisionEntity } from './revision.entity.ts';
export { LAST_RELEASE, statementOf } from './revision.statement.ts';
