import { expect, test } from 'vitest';
import { z } from 'zod';
import { announced } from '../../../tests/testkit/events.ts';
import { eventSchemas } from './event.schemas.ts';
import { CHUNK, chunk, defineEvent } from './event.ts';

const named = (type: string) => () => defineEvent({ type, version: 1, data: z.object({}) });

test('a type is <subgraph>.<noun>.<past participle>', () => {
  for (const type of ['pmo.consent.withdrawn', 'training.seat.reserved', 'payments.disbursement.paid']) {
    expect(named(type)).not.toThrow();
  }
  for (const type of ['pmo.recipients', 'pmo.recipients.announce', 'Pmo.recipients.announced', 'pmo.a.b.announced']) {
    expect(named(type)).toThrow('must be <subgraph>.<noun>.<past participle>');
  }
});

test('a version is a positive integer and part of the schema URI', () => {
  expect(() => defineEvent({ type: 'pmo.wave.opened', version: 0, data: z.object({}) })).toThrow('must be 1 or more');
  expect(announced.schemaUri).toBe('https://prakerja.test/schema/events/pmo.recipients.announced.v1.json');
});

test('a chunk holds 1 to 1,000 items', () => {
  const items = chunk(z.int());
  expect(items.safeParse([]).success).toBe(false);
  expect(items.safeParse(new Array(CHUNK).fill(1)).success).toBe(true);
  expect(items.safeParse(new Array(CHUNK + 1).fill(1)).success).toBe(false);
});

test('the JSON Schema of an event is stable and allows fields of a later version', () => {
  const opened = defineEvent({ type: 'pmo.wave.opened', version: 2, data: z.object({ b: z.string(), a: z.int() }) });
  const files = eventSchemas([opened, announced]);
  expect([...files.keys()]).toEqual([
    'schema/events/pmo.recipients.announced.v1.json',
    'schema/events/pmo.wave.opened.v2.json',
  ]);
  expect(files.get('schema/events/pmo.wave.opened.v2.json')).toMatchInlineSnapshot(`
    "{
      "$id": "https://prakerja.test/schema/events/pmo.wave.opened.v2.json",
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "properties": {
        "a": {
          "maximum": 9007199254740991,
          "minimum": -9007199254740991,
          "type": "integer"
        },
        "b": {
          "type": "string"
        }
      },
      "required": [
        "b",
        "a"
      ],
      "title": "pmo.wave.opened",
      "type": "object"
    }
    "
  `);
});

test('an event that is defined twice is refused', () => {
  expect(() => eventSchemas([announced, announced])).toThrow('pmo.recipients.announced.v1 is defined twice');
});
