import { z } from 'zod';
import { chunk, defineEvent } from '../../subgraphs/kit/events/event.ts';
import { type EventHandler, on } from '../../subgraphs/kit/events/inbox.ts';
import { eraseAccounts } from './erasure.ts';
import { queriesIn } from './queries.ts';
import type { Surroundings } from './surroundings.ts';

const participantsErased = defineEvent({
  type: 'pmo.participants.erased',
  version: 1,
  data: z.object({ participants: chunk(z.uuid()) }),
});

/** What the programme office decides on people, as it takes effect here. */
export const participantHandlers = ({ now }: Pick<Surroundings, 'now'>): EventHandler[] => [
  on(participantsErased, (em, { participants }) => eraseAccounts(queriesIn(em), participants, now())),
];
