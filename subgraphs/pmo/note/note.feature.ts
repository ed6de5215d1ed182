import { defineFeature, type Kit } from '../../kit/feature.ts';
import { WaveNotes } from './025-wave-notes.migration.ts';
import { WaveNoteEntity } from './note.entity.ts';
import { noteLoaders } from './note.loader.ts';
import { addWaveNote } from './note.mutations.ts';
import { WaveNotesResolver } from './note.resolver.ts';
import { NoteService } from './note.service.ts';

export const note = defineFeature({
  name: 'note',
  entities: [WaveNoteEntity],
  resolvers: [WaveNotesResolver],
  mutations: [addWaveNote],
  services: ({ now }: Pick<Kit, 'now'>) => ({ notes: new NoteService({ now }) }),
  loaders: noteLoaders,
  migrations: [{ name: '025-wave-notes', class: WaveNotes }],
  invariants: [
    {
      name: 'no note names an author who was erased',
      sql: `select wave_note.id from wave_note join subject_key on subject_id::text = author_id
        where destroyed_at is not null`,
    },
  ],
  erasure: [
    {
      table: 'wave_note',
      statement: 'update wave_note set author_id = null where author_id = any($1::uuid[]::text[])',
    },
  ],
});
