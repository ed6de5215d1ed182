import { registerEnumType } from 'type-graphql';
import { Education } from './participant.status.ts';

export { Education } from './participant.status.ts';

registerEnumType(Education, {
  name: 'Education',
  description: 'Highest education that was finished.',
  valuesConfig: {
    NONE: { description: 'No school finished.' },
    PRIMARY: { description: 'Primary school (SD).' },
    JUNIOR_SECONDARY: { description: 'Junior secondary school (SMP).' },
    SENIOR_SECONDARY: { description: 'Senior secondary school (SMA).' },
    VOCATIONAL: { description: 'Vocational secondary school (SMK).' },
    DIPLOMA: { description: 'Diploma (D1 to D4).' },
    BACHELOR: { description: "Bachelor's degree (S1)." },
    POSTGRADUATE: { description: "Master's degree or doctorate (S2, S3)." },
  },
});
