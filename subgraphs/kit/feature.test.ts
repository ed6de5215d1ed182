import 'reflect-metadata';
import DataLoader from 'dataloader';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { consumedBy, environmentsOf, envOf, erasureOf, migrationsOf, servicesOf } from './assembly.ts';
import { parseEnv } from './env.ts';
import { defineEvent } from './events/event.ts';
import { defineFeature, features, type Kit, type RequestContext, when } from './feature.ts';

class Register {
  readonly sealedBy: string;

  constructor(sealedBy: string) {
    this.sealedBy = sealedBy;
  }

  read(id: string): string {
    return `${this.sealedBy} ${id}`;
  }
}

interface Slice extends RequestContext {
  register: Register;
  loaders: { entry: DataLoader<string, string> };
}

class EntryResolver {
  entry(id: string, { loaders }: Slice): Promise<string> {
    return loaders.entry.load(id);
  }
}

const seal = defineFeature({
  name: 'seal',
  env: z.object({ SEAL: z.string().min(1) }),
  services: ({ env }: { env: { SEAL: string } }) => ({ seal: env.SEAL }),
  erasure: [{ table: 'seal', keeps: 'it names nobody' }],
  migrations: [{ name: '002-seal', class: Object as never }],
});

const entrySealed = defineEvent({ type: 'archive.entry.sealed', version: 1, data: z.object({}) });

const entry = defineFeature({
  name: 'entry',
  resolvers: [EntryResolver],
  services: ({ seal: key }: { seal: string }) => ({ register: new Register(key) }),
  loaders: ({ register }: { register: Register }) => ({
    entry: new DataLoader<string, string>(async (ids) => ids.map((id) => register.read(id))),
  }),
  consumes: [
    when(
      entrySealed,
      ({ register }: { register: Register }) =>
        async () =>
          void register.read('1'),
    ),
  ],
  erasure: [{ table: 'entry', statement: 'delete from entry where person_id = any($1::uuid[])' }],
  migrations: [{ name: '001-entry', class: Object as never }],
});

const kit = { env: { SEAL: 'red' } } as unknown as Omit<Kit, 'erasure'>;
const archive = features(seal, entry);

test('each feature gets what the features before it provide', () => {
  const { register, erasure } = servicesOf(archive, kit);
  expect(register.read('7')).toBe('red 7');
  expect(erasure).toEqual(['delete from entry where person_id = any($1::uuid[])']);
});

test('what is given stands in for what a feature before would have to provide', () => {
  expect(servicesOf([entry] as never, kit, { seal: 'blue' })).toMatchObject({ register: { sealedBy: 'blue' } });
});

test('the list tells migrations in the order of their numbers, events, erasure and environment', () => {
  expect(migrationsOf(archive).map(({ name }) => name)).toEqual(['001-entry', '002-seal']);
  expect(consumedBy(archive)).toEqual(['archive.entry.sealed']);
  expect(erasureOf(archive)).toHaveLength(1);
  expect(environmentsOf(archive).flatMap(({ shape }) => Object.keys(shape))).toContain('SEAL');
});

test('two migrations of one number are refused, whoever states them', () => {
  const late = defineFeature({ name: 'late', migrations: [{ name: '002-late', class: Object as never }] });
  expect(() => migrationsOf([...archive, late])).toThrow('002-seal and 002-late have the number 002');
});

test('a variable that a feature needs is named when it is missing', () => {
  const base = { PORT: '1', DATABASE_URL: 'postgres://x', CALLER_SECRET: 'x'.repeat(43) };
  expect(() => parseEnv(envOf(archive), base)).toThrow(/SEAL/);
  expect(parseEnv(envOf(archive), { ...base, SEAL: 'red' })).toMatchObject({ SEAL: 'red', PORT: 1 });
});

test('the compiler refuses a list in which something is missing', () => {
  // @ts-expect-error entry needs the seal, which comes after it
  features(entry, seal);
  // @ts-expect-error the resolver and the loader take a register that nobody provides
  features(seal, defineFeature({ name: 'bare', resolvers: [EntryResolver] }));
  const thirsty = defineFeature({ name: 'thirsty', loaders: ({ water }: { water: string }) => ({ water }) });
  // @ts-expect-error its loader takes water
  features(seal, thirsty);
  const deaf = defineFeature({
    name: 'deaf',
    consumes: [
      when(
        entrySealed,
        ({ ear }: { ear: string }) =>
          async () =>
            void ear,
      ),
    ],
  });
  // @ts-expect-error its handler takes an ear
  features(seal, deaf);
  expect(archive.map(({ name }) => name)).toEqual(['seal', 'entry']);
});
