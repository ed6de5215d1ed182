import { defineEntity, p } from '@mikro-orm/core';

/** What an officer lets everyone know of a wave; never changed. */
export const WaveNoteEntity = defineEntity({
  name: 'WaveNote',
  tableName: 'wave_note',
  properties: {
    id: p.uuid().primary(),
    waveNumber: p.integer(),
    text: p.text(),
    /** Null when the author was erased. */
    authorId: p.text().strictNullable(),
    writtenAt: p.datetime(),
  },
});
