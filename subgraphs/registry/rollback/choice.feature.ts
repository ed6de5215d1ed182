import { defineFeature, type Kit } from '../../kit/feature.ts';
import type { JudgeService } from '../revision/index.ts';
import { RollbackChoiceResolver } from './choice.resolver.ts';
import { ChoiceService } from './choice.service.ts';

/** Earlier revisions that could come back by what is granted today. */
export const rollbackChoice = defineFeature({
  name: 'rollback-choice',
  resolvers: [RollbackChoiceResolver],
  services: ({ database, judge, now }: Kit & { judge: JudgeService }) => ({
    choices: new ChoiceService({ database, judge, now }),
  }),
});
