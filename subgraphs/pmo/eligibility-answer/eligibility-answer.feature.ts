import { defineFeature, type Kit, when } from '../../kit/feature.ts';
import type { PolicyService } from '../policy/index.ts';
import { EligibilityAnswers } from './052-eligibility-answers.migration.ts';
import { EligibilityAnswerEntity } from './eligibility-answer.entity.ts';
import { eligibilityDecided, eligibilityRequested } from './eligibility-answer.events.ts';
import { EligibilityAnswerService } from './eligibility-answer.service.ts';

interface Services {
  eligibilityAnswers: EligibilityAnswerService;
}

export const eligibilityAnswer = defineFeature({
  name: 'eligibility-answer',
  entities: [EligibilityAnswerEntity],
  services: ({ outbox, now, policies }: Pick<Kit, 'outbox' | 'now'> & { policies: PolicyService }): Services => ({
    eligibilityAnswers: new EligibilityAnswerService({ outbox, now, policies }),
  }),
  consumes: [when(eligibilityRequested, ({ eligibilityAnswers }: Services) => eligibilityAnswers.requested)],
  publishes: [eligibilityDecided],
  migrations: [{ name: '052-eligibility-answers', class: EligibilityAnswers }],
  erasure: [{ table: 'eligibility_answer', keeps: 'why money was paid or not; it names the person by an id alone' }],
});
