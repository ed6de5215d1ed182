import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { publishedBy } from '../subgraphs/kit/assembly.ts';
import { type EventDefinition, schemaName } from '../subgraphs/kit/events/event.ts';
import { factsRecorded } from '../subgraphs/kit/facts.ts';
import { featuresOf } from './subgraphs.ts';

const files = globSync('subgraphs/*/**/*.events.ts');

const isEvent = (value: unknown): value is EventDefinition =>
  typeof value === 'object' && value !== null && 'schemaUri' in value;

/** What a file declares of its own subgraph's events; those of another one it subscribes to. */
const ownEventsOf = async (file: string): Promise<string[]> => {
  const subgraph = file.split(/[\\/]/)[1];
  const exported: Record<string, unknown> = await import(resolve(file));
  const events = Object.values(exported).filter(isEvent);
  return events.filter(({ type }) => type.startsWith(`${subgraph}.`)).map(schemaName);
};

/** Events that every subgraph with the kit's feature of facts publishes in its own name. */
const ofKit = Object.entries(featuresOf)
  .filter(([, features]) => features.some(({ name, publishes = [] }) => name === 'fact' && publishes.length > 0))
  .map(([name]) => schemaName(factsRecorded(name)));

const published = Object.values(featuresOf).flatMap(publishedBy);

test('every event that a subgraph declares as its own is published with its schema, and no other is', async () => {
  const declared = (await Promise.all(files.map(ownEventsOf))).flat();
  expect(published.map(schemaName).sort()).toEqual([...declared, ...ofKit].sort());
});
