import { defineFeature, type Kit, when } from '../../kit/feature.ts';
import { EligibilityDecisions } from './052-eligibility-decisions.migration.ts';
import { EligibilityDecisionEntity, EligibilityQuestionEntity } from './eligibility.entity.ts';
import { eligibilityDecided, eligibilityRequested } from './eligibility.events.ts';
import { EligibilityAnswers } from './eligibility.service.ts';

interface Services {
  eligibility: EligibilityAnswers;
}

const keeps = 'why money was paid or not; it names the person by an id alone';

export const eligibility = defineFeature({
  name: 'eligibility',
  entities: [EligibilityQuestionEntity, EligibilityDecisionEntity],
  services: ({ database, outbox, log, now }: Pick<Kit, 'database' | 'outbox' | 'log' | 'now'>) => ({
    eligibility: new EligibilityAnswers({ database, outbox, log, now }),
  }),
  work: ({ eligibility }: Services) => [eligibility],
  consumes: [when(eligibilityDecided, ({ eligibility }: Services) => eligibility.decided)],
  publishes: [eligibilityRequested],
  migrations: [{ name: '052-eligibility-decisions', class: EligibilityDecisions }],
  erasure: [
    { table: 'eligibility_question', keeps },
    { table: 'eligibility_decision', keeps },
  ],
});
