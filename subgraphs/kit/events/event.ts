import { z } from 'zod';

/** The most items that one event may carry; bulk facts travel in chunks. */
export const CHUNK = 1_000;

/** Past participles that do not end in `ed`. */
const irregular = 'withdrawn|drawn|paid|sent|sold|held|begun|won|lost|taken|given|written|found|made|built|set|cut';
const typePattern = new RegExp(`^[a-z][a-z-]*\\.[a-z][a-z-]*\\.(?:[a-z-]*ed|${irregular})$`);

export interface EventDefinition<Data extends z.ZodType = z.ZodType> {
  readonly type: string;
  readonly version: number;
  readonly data: Data;
  /** The CloudEvents `dataschema`: names the payload's shape and its version. */
  readonly schemaUri: string;
}

/** The payload that a publisher passes. */
export type EventInput<Definition extends EventDefinition> = z.input<Definition['data']>;
/** The validated payload that a handler receives. */
export type EventData<Definition extends EventDefinition> = z.output<Definition['data']>;

type EventVersion = Pick<EventDefinition, 'type' | 'version'>;

/** `pmo.recipients.announced.v1`: the file name of the schema, without its ending. */
export const schemaName = ({ type, version }: EventVersion): string => `${type}.v${version}`;

export const schemaUri = (event: EventVersion): string =>
  `https://prakerja.test/schema/events/${schemaName(event)}.json`;

/**
 * Declares an event. The publisher and each subscriber declare it for themselves: a subscriber lists only the fields
 * that it reads, and ignores the rest.
 * @throws Error when the type is not `<subgraph>.<noun>.<past participle>` or the version is not a positive integer
 */
export const defineEvent = <Data extends z.ZodType>(event: {
  type: string;
  version: number;
  data: Data;
}): EventDefinition<Data> => {
  if (!typePattern.test(event.type)) {
    throw new Error(`event type ${event.type} must be <subgraph>.<noun>.<past participle>`);
  }
  if (!Number.isSafeInteger(event.version) || event.version < 1) {
    throw new Error(`event ${event.type}: version ${event.version} must be 1 or more`);
  }
  return { ...event, schemaUri: schemaUri(event) };
};

/** A payload field of 1 to 1,000 items. */
export const chunk = <Item extends z.ZodType>(item: Item) => z.array(item).min(1).max(CHUNK);
