import { defineFeature, when } from '../../kit/feature.ts';
import { Freezes } from './007-freezes.migration.ts';
import { participantsBarred } from './freeze.events.ts';
import { freeze as freezePeople } from './freeze.service.ts';

export const freeze = defineFeature({
  name: 'freeze',
  consumes: [when(participantsBarred, () => freezePeople)],
  migrations: [{ name: '007-freezes', class: Freezes }],
});
