import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { pagesByParent } from '../../kit/loader.ts';
import { below, type IdKey } from '../../kit/page.ts';
import { type PageValues, pageOfChildren, queriesOver } from '../../kit/query.ts';
import { WaveNoteEntity } from './note.entity.ts';
import type { WaveNoteType } from './note.type.ts';

const query = queriesOver(WaveNoteEntity);

const PAGE = query<PageValues>()('wave-notes', (db, values) =>
  pageOfChildren(db, values, {
    parent: 'int',
    order: 'wave_note.id',
    of: (wave) =>
      db.selectFrom('wave_note').select(['id', 'waveNumber', 'text', 'writtenAt']).where('waveNumber', '=', wave),
  }),
);

const ONE = query<{ id: string }>()('wave-note-by-id', (db, { id }) =>
  db.selectFrom('wave_note').select(['id', 'waveNumber', 'text', 'writtenAt']).where('id', '=', id),
);

/** Newest first: one statement for all waves of a page. */
const notesByWave = (database: Database) =>
  pagesByParent<IdKey, WaveNoteType>(
    (parents, page) => database.read(PAGE, { parents, before: below(page), rows: page.first + 1 }),
    ({ waveNumber }) => String(waveNumber),
  );

export const readNote = async (database: Database, id: string): Promise<WaveNoteType | null> =>
  (await database.read(ONE, { id }))[0] ?? null;

export const noteLoaders = ({ database }: Pick<Kit, 'database'>) => ({ waveNotes: notesByWave(database) });

export type NoteLoaders = ReturnType<typeof noteLoaders>;
