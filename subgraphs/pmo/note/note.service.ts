import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute, run } from '../../kit/database.ts';
import { notAllowed } from '../../kit/forbidden.ts';
import { once } from '../../kit/idempotency.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { queriesOver } from '../../kit/query.ts';
import { typedWithin } from '../../kit/typed-text.ts';
import { WaveNoteEntity } from './note.entity.ts';
import { refusals } from './note.refusal.ts';

interface NewNote {
  number: number;
  text: string;
}

export interface NoteCall {
  caller: Caller;
  key: string;
}

const INSERT = queriesOver(WaveNoteEntity)<NewNote & { id: string; author: string | null; at: Date }>()(
  'wave-note-insert',
  (db, { id, number, text, author, at }) =>
    db.insertInto('wave_note').values({ id, waveNumber: number, text, authorId: author, writtenAt: at }),
);

const WAVE = 'select from wave where number = $1 for key share';

/** Writes notes on waves. */
export class NoteService {
  readonly #now: () => Date;

  constructor({ now }: { now: () => Date }) {
    this.#now = now;
  }

  /**
   * Adds a note to a wave.
   * @returns the note's id
   * @throws Refusal FORBIDDEN, NOTE_MALFORMED, WAVE_UNKNOWN, IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED
   */
  async add(em: EntityManager, note: NewNote, { caller, key }: NoteCall): Promise<string> {
    touched('Wave', String(note.number));
    if (!caller.can('wave:manage')) throw notAllowed({ scopes: ['wave:manage'] });
    const text = typedWithin(note.text, { least: 3, most: 1_000 });
    if (text === null) throw refusals.text();
    const { number } = note;
    const call = { caller: caller.id ?? '', operation: 'addWaveNote', key, body: { number, text } };
    return em.transactional((tx) =>
      once(tx, call, async () => {
        if ((await execute(tx, WAVE, [number])).rows.length === 0) throw refusals.waveUnknown();
        const at = this.#now();
        const id = uuidv7(at.getTime());
        await run(tx, INSERT, { id, number, text, author: caller.id, at });
        return id;
      }),
    );
  }
}
