import { rowsOf } from './people.ts';

const hash = '0'.repeat(64);
const stated = `subgraph: "matriks", number: 1, keyId: "${hash}", signature: "${'A'.repeat(86)}"`;

const firstRevision = `select id from subgraph_revision where subgraph = 'pmo' and number = 1`;

/** Arguments of the registry's mutations and queries; none of the keys is anybody's. */
export const registryGiven = async (key: string) => ({
  'Query.subgraphRevision': `id: ${JSON.stringify((await rowsOf<{ id: string }>('registry', firstRevision))[0]?.id)}`,
  'Mutation.registerPublisherKey': 'input: { publicKey: "Matriks", role: PUBLISHER }',
  'Mutation.publishSubgraph': `${key}, input: { ${stated}, sdl: "type Query { matriks: Int }", address: "https://matriks.example/" }`,
  'Mutation.rollbackSubgraph': `${key}, input: { ${stated}, rollbackTo: 1 }`,
  'Mutation.requestGrant': `${key}, input: { owner: "pmo", element: "Wave", permissions: [USE], from: "2026-01-01", reason: "Matriks" }`,
  'Mutation.decideGrant': 'id: "018d0000-0000-7000-8000-000000000999", isGranted: true',
});
