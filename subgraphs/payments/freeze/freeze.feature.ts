import { defineFeature, when } from '../../kit/feature.ts';
import { Freezes } from './007-freezes.migration.ts';
import { ParticipantFreezeEntity } from './freeze.entity.ts';
import { participantsBarred } from './freeze.events.ts';
import { freeze as freezePeople } from './freeze.service.ts';

export const freeze = defineFeature({
  name: 'freeze',
  entities: [ParticipantFreezeEntity],
  consumes: [when(participantsBarred, () => freezePeople)],
  migrations: [{ name: '007-freezes', class: Freezes }],
  erasure: [{ table: 'participant_freeze', keeps: 'who may not be paid stays so; it names the person by an id alone' }],
});
