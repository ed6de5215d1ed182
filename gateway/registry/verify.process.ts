import { type VerificationTask, verify } from './verification.ts';

process.once('message', (task: VerificationTask) => {
  process.send?.(verify(task), undefined, {}, () => process.disconnect());
});
process.once('disconnect', () => process.exit());
