import { defineFeature, when } from '../../kit/feature.ts';
import { recordPartnerAccess } from '../../kit/vault/access-log.ts';
import { dataSent } from './partner-read.events.ts';

/** What partners' subgraphs are sent of people, in each person's access log. */
export const partnerRead = defineFeature({
  name: 'partnerRead',
  consumes: [
    when(dataSent, () => async (em, { sent }) => {
      await recordPartnerAccess(
        em,
        sent.map(({ person, ...rest }) => ({ ...rest, subjectId: person })),
      );
    }),
  ],
});
