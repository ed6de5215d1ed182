import type { Subgraph } from './subgraph.ts';

const PARTICIPANTS = 24;
const REGIONS = ['11.71', '12.71', '31.71', '32.73', '33.74', '35.78'];
const STATUSES = ['APPLICANT', 'RECIPIENT', 'ACTIVE', 'ALUMNI'];

const region = (code: string) => ({ code, name: `Kota dengan kode ${code}`, level: 'CITY' });

export const regionCode = (index: number) => REGIONS[index % REGIONS.length] ?? '';

const participant = (id: string) => {
  const index = Number(id.slice(1));
  return {
    id,
    name: `Peserta nomor ${index}`,
    status: STATUSES[index % STATUSES.length],
    wave: 1 + (index % 70),
    region: region(regionCode(index)),
  };
};

export const pmo: Subgraph = {
  name: 'pmo',
  sdl: `
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
    type Query {
      participants: [Participant!]!
      participant(id: ID!): Participant
    }
    type Participant @key(fields: "id") {
      id: ID!
      name: String!
      status: String!
      wave: Int!
      region: Region!
    }
    type Region @key(fields: "code") {
      code: ID!
      name: String!
      level: String!
    }`,
  queries: {
    participants: Array.from({ length: PARTICIPANTS }, (_, index) => participant(`p${index}`)),
    participant: ({ id }: { id: string }) => participant(id),
  },
  entities: {
    Participant: { key: 'id', find: participant },
    Region: { key: 'code', find: region },
  },
};
