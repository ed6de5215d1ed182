import { Arg, Args, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { type Connection, toConnection } from '../../kit/connection.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { answer, Declared, IdempotencyKey } from '../../kit/mutation.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import { WaveType } from '../wave/wave.type.ts';
import { type NoteLoaders, readNote } from './note.loader.ts';
import { addWaveNote } from './note.mutations.ts';
import type { NoteService } from './note.service.ts';
import { WaveNoteConnection, type WaveNoteType } from './note.type.ts';

interface Slice extends RequestContext {
  notes: NoteService;
  loaders: NoteLoaders;
}

@Resolver(() => WaveType)
export class WaveNotesResolver {
  @FieldResolver(() => WaveNoteConnection, { description: 'What officers let everyone know of it, newest first.' })
  async notes(
    @Root() { number }: WaveType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { loaders }: Slice,
  ): Promise<Connection<WaveNoteType>> {
    const page = readPage(args, idKey);
    return toConnection(await loaders.waveNotes.load({ parent: String(number), page }), page, ({ id }) => [id]);
  }

  @Declared(addWaveNote)
  async addWaveNote(
    @Arg('number', () => Int, { description: "The wave's number." }) number: number,
    @Arg('text', () => String, { description: 'The note: 3 to 1,000 characters.' }) text: string,
    @IdempotencyKey() key: string,
    @Ctx() { em, database, notes, caller, language }: Slice,
  ): Promise<object> {
    return answer(addWaveNote, language, async () =>
      readNote(database, await notes.add(em(), { number, text }, { caller, key })),
    );
  }
}
