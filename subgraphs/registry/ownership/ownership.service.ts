import { sql } from 'kysely';
import { type LivePart, Owners } from '../../../schema/registry/owners.ts';
import type { OwnershipRecord } from '../../../schema/registry/ownership.ts';
import type { Subgraph } from '../../../schema/registry/revision.ts';
import { wordOf } from '../../../schema/registry/rules/publisher.rule.ts';
import { readPart } from '../../../schema/registry/sdl/part.ts';
import { type Database, run, type Transaction } from '../../kit/database.ts';
import { queriesOver } from '../../kit/query.ts';
import { type OwnedKind, OwnershipEntity } from './ownership.entity.ts';

interface OwnedElement {
  kind: OwnedKind;
  name: string;
  owner: string;
}

const query = queriesOver(OwnershipEntity);

const ALL = query()('ownership-all', (db) =>
  db.selectFrom('ownership').select(['kind', 'name', 'owner']).orderBy('kind').orderBy('name'),
);

const ADD = query<{ rows: string; since: Date }>()('ownership-add', (db, values) =>
  db
    .insertInto('ownership')
    .columns(['kind', 'name', 'owner', 'since'])
    .expression(
      db
        .selectFrom(
          sql<OwnedElement>`jsonb_to_recordset(${values.rows}::jsonb)`.as<'given'>(
            sql`given (kind text, name text, owner text)`,
          ),
        )
        .select(['given.kind', 'given.name', 'given.owner', sql<Date>`${values.since}::timestamptz`.as('since')]),
    )
    .onConflict((conflict) => conflict.doNothing()),
);

const named = (owned: readonly OwnedElement[], kind: OwnedKind): Record<string, string> =>
  Object.fromEntries(owned.filter((each) => each.kind === kind).map(({ name, owner }) => [name, owner]));

/** Returns who owns what. */
export const readOwnership = async (database: Database, steward: string): Promise<OwnershipRecord> => {
  const owned = await database.read(ALL, {});
  const prefixes = Map.groupBy(
    owned.filter(({ kind }) => kind === 'PREFIX'),
    ({ owner }) => owner,
  );
  return {
    steward,
    elements: named(owned, 'ELEMENT'),
    prefixes: Object.fromEntries([...prefixes].map(([owner, words]) => [owner, words.map(({ name }) => name)])),
    scopes: named(owned, 'SCOPE'),
    tags: named(owned, 'TAG'),
    links: named(owned, 'LINK'),
  };
};

const of = (kind: OwnedKind, owners: Readonly<Record<string, string>>): OwnedElement[] =>
  Object.entries(owners).map(([name, owner]) => ({ kind, name, owner }));

/** Adds what a record says; what has an owner keeps it. */
export const addOwnership = async (
  tx: Transaction,
  { elements, prefixes, scopes, tags, links }: OwnershipRecord,
  since: Date,
): Promise<void> => {
  const words = Object.entries(prefixes).flatMap(([owner, all]) =>
    all.map((name): OwnedElement => ({ kind: 'PREFIX', name, owner })),
  );
  const owned = [
    ...of('ELEMENT', elements),
    ...words,
    ...of('SCOPE', scopes),
    ...of('TAG', tags),
    ...of('LINK', links),
  ];
  await run(tx, ADD, { rows: JSON.stringify(owned), since });
};

/** What becomes somebody's by these subgraphs' being live: types, fields on others' types, and first words. */
export const ownershipOf = (record: OwnershipRecord, live: readonly Subgraph[]): OwnershipRecord => {
  const parts = live.map((each): LivePart => ({ ...each, part: readPart(each.sdl) }));
  const owners = new Owners(record, parts);
  const elements: Record<string, string> = {};
  const own = (element: string, owner: string | undefined) => {
    if (owner !== undefined) elements[element] = owner;
  };
  for (const { part } of parts) {
    for (const { name, fields } of part.types.values()) {
      own(name, owners.ofType(name));
      for (const field of fields) {
        const owner = owners.ofField(name, field.name.value);
        if (owner !== owners.ofType(name)) own(`${name}.${field.name.value}`, owner);
      }
    }
  }
  const prefixes: Record<string, string[]> = {};
  for (const { name, organization } of live) prefixes[organization] = [...(prefixes[organization] ?? []), wordOf(name)];
  return { steward: record.steward, elements, prefixes, scopes: {}, tags: {}, links: {} };
};
