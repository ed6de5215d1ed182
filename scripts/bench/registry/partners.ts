import { readFileSync } from 'node:fs';
import type { Grant } from '../../../schema/registry/grant.ts';
import type { OwnershipRecord } from '../../../schema/registry/ownership.ts';
import type { Subgraph } from '../../../schema/registry/revision.ts';

const own = ['pmo', 'training', 'payments', 'jobs', 'registry'];
/** Names are words without digits: a partner's fields begin with its own. */
const nameOf = (index: number) =>
  `mitra${[index % 26, Math.floor(index / 26)].map((each) => String.fromCharCode(97 + each)).join('')}`;
const capital = (name: string) => `${name[0]?.toUpperCase()}${name.slice(1)}`;

const header = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@tag"])';
const shown = '@tag(name: "officer")';

const typeOf = (name: string, index: number) => `"One of many."
type ${capital(name)}Record${index} @key(fields: "id") {
  "Opaque."
  id: ID! ${shown}
  "A number."
  amount${index}: Int ${shown}
  "A text."
  title${index}: String ${shown}
  "The next one."
  next${index}: ${capital(name)}Record${(index + 1) % 100} ${shown}
}`;

/** A partner's subgraph of `types` types, which adds a field to the participant and refers to no other partner. */
const partner = (index: number, types: number): Subgraph => {
  const name = nameOf(index);
  const records = Array.from({ length: types }, (_, each) => typeOf(name, each));
  const sdl = `${header}
type Query {
  "One record."
  ${name}Record: ${capital(name)}Record0 ${shown}
}
type Participant @key(fields: "id") {
  id: ID!
  "The person's record."
  ${name}Record: ${capital(name)}Record0 ${shown}
}
${records.join('\n')}
`;
  return { name, organization: name, sdl, address: `https://${name}.test/graphql` };
};

export interface GeneratedGraph {
  live: Subgraph[];
  ownership: OwnershipRecord;
  grants: Grant[];
}

const readJson = (file: string) => JSON.parse(readFileSync(`schema/registry/${file}`, 'utf8'));

/** The committed subgraphs and as many generated ones as make `count`, of 100 types each, with their grants. */
export const generatedGraph = (count: number): GeneratedGraph => {
  const partners = Array.from({ length: count - own.length }, (_, index) => partner(index, 100));
  const committed = own.map((name, index): Subgraph => {
    const address = `http://127.0.0.1:${4001 + index}/graphql`;
    return { name, organization: name, sdl: readFileSync(`schema/${name}.graphql`, 'utf8'), address };
  });
  const dated = { from: '2026-01-01', grantedBy: 'one', approvedBy: 'another', owner: 'pmo' };
  const granted = partners.flatMap(({ name }): Grant[] => [
    { ...dated, to: name, on: 'Participant', may: ['ADD_FIELDS'], fields: [`${name}Record`] },
    { ...dated, to: name, on: 'tag', may: ['USE'], fields: ['officer'] },
  ]);
  return {
    live: [...committed, ...partners],
    ownership: readJson('ownership.json'),
    grants: [...readJson('grants.json'), ...granted],
  };
};
