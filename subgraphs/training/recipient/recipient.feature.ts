import { defineFeature, when } from '../../kit/feature.ts';
import { Recipients } from './024-recipients.migration.ts';
import { RecipientTranches } from './035-tranches.migration.ts';
import { RecipientEntity } from './recipient.entity.ts';
import { deadlineExtended, participantsReinstated, recipientsAnnounced } from './recipient.events.ts';
import { announce, extend, reinstate } from './recipient.service.ts';

/** Who may buy, as pmo says. What ends reservations too is heard by the enrolments. */
export const recipient = defineFeature({
  name: 'recipient',
  entities: [RecipientEntity],
  consumes: [
    when(recipientsAnnounced, () => announce),
    when(deadlineExtended, () => extend),
    when(participantsReinstated, () => reinstate),
  ],
  migrations: [
    { name: '024-recipients', class: Recipients },
    { name: '035-tranches', class: RecipientTranches },
  ],
  erasure: [
    {
      table: 'recipient',
      keeps:
        'who may not buy stays so; it names the person by an id alone, which leads to nobody once pmo has erased them',
    },
  ],
});
