import { defineFeature, type Kit } from '../../kit/feature.ts';
import { periodic } from '../../kit/periodic.ts';
import type { JudgeService } from '../revision/index.ts';
import { RollbackChoiceResolver } from './choice.resolver.ts';
import { ChoiceService } from './choice.service.ts';

/** The process that checked an approval waits so long for the next check. */
const PREPARE_EVERY_MS = 4_000;

/** Earlier revisions that could come back by what is granted today. */
export const rollbackChoice = defineFeature({
  name: 'rollback-choice',
  resolvers: [RollbackChoiceResolver],
  services: ({ database, judge, now }: Kit & { judge: JudgeService }) => ({
    choices: new ChoiceService({ database, judge, now }),
  }),
  work: ({ choices, log }: Kit & { choices: ChoiceService }) => [
    periodic(() => choices.prepare(), {
      log,
      everyMs: PREPARE_EVERY_MS,
      failure: 'what a subgraph could go back to was not looked at ahead',
    }),
  ],
});
