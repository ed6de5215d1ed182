import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { CHUNK, chunk, defineEvent, type EventDefinition } from './events/event.ts';
import type { Outbox } from './events/outbox.ts';
import { type FactData, type FactType, facts } from './fact.catalogue.ts';
import { uuidv7 } from './ids.ts';

/** Something that an organisation is told by its webhooks and by `events`. */
export type Fact = {
  [Type in FactType]: {
    /** The organisation that is told. */
    organization: string;
    type: Type;
    /** The id of what it is about, such as a course's. */
    subject: string;
    /** By the catalogue; it never names a person. */
    data: FactData<Type>;
    /** When it happened; now, when it is left out. */
    at?: Date;
  };
}[FactType];

/** Tells organisations what happened, in the transaction of the change; any number of facts at once. */
export type Tell = (tx: EntityManager, told: Fact | readonly Fact[], requestId: string) => Promise<void>;

/** What a feature takes to tell facts. */
export interface FactServices {
  tell: Tell;
}

/** One fact on its way to the programme office, which gives it its place in the organisation's sequence. */
const recordedFact = z.object({
  id: z.uuid(),
  organization: z.uuid(),
  type: z
    .string()
    .regex(/^[a-z]+(\.[a-z]+){1,3}$/)
    .max(64),
  subject: z.string().min(1).max(128),
  data: z.record(z.string(), z.unknown()),
  at: z.iso.datetime(),
});

export type RecordedFact = z.output<typeof recordedFact>;

const recorded = z.object({ facts: chunk(recordedFact) });

export type FactsRecorded = EventDefinition<typeof recorded>;

/** The event by which a subgraph passes on facts for organisations, up to 1,000 at once. */
export const factsRecorded = (subgraph: string): FactsRecorded =>
  defineEvent({ type: `${subgraph}.fact.recorded`, version: 1, data: recorded });

const recordedOf = ({ organization, type, subject, data, at }: Fact, now: Date): RecordedFact => ({
  id: uuidv7(now.getTime()),
  organization,
  type,
  subject,
  data: facts[type].data.parse(data),
  at: (at ?? now).toISOString(),
});

/** The most characters of one event; an inbox takes two megabytes. */
const MOST_CHARACTERS = 500_000;

/** Splits facts into events of at most 1,000 facts and 500,000 characters. */
const chunksOf = (all: readonly RecordedFact[]): RecordedFact[][] => {
  const chunks: RecordedFact[][] = [];
  let room = 0;
  for (const fact of all) {
    const size = JSON.stringify(fact).length;
    const last = chunks.at(-1);
    if (last && last.length < CHUNK && size <= room) {
      last.push(fact);
      room -= size;
    } else {
      chunks.push([fact]);
      room = MOST_CHARACTERS - size;
    }
  }
  return chunks;
};

/** Returns facts as they are passed on. @throws ZodError for data that the catalogue does not have under its type */
export const recordedAll = (told: Fact | readonly Fact[], now: Date): RecordedFact[] =>
  (Array.isArray(told) ? (told as readonly Fact[]) : [told as Fact]).map((fact) => recordedOf(fact, now));

/** Returns how a subgraph tells facts: as events of its outbox, whatever their number by one statement. */
export const tellBy =
  ({ outbox, now }: { outbox: Outbox; now: () => Date }, definition: FactsRecorded): Tell =>
  async (tx, told, requestId) => {
    const data = chunksOf(recordedAll(told, now())).map((each) => ({ facts: each }));
    if (data.length > 0) await outbox.add(tx, definition, { data, requestId });
  };
