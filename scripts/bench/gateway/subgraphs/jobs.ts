import { regionCode } from './pmo.ts';
import type { Subgraph } from './subgraph.ts';

const VACANCIES = 16;

const vacancy = (index: number) => ({
  id: `v${index}`,
  title: `Lowongan nomor ${index}: staf pemasaran`,
  wage: 3_000_000 + 50_000 * index,
  region: { code: regionCode(index) },
});

const course = (id: string) => {
  const index = Number(id.slice(1));
  return { id, vacancies: [vacancy(index % VACANCIES), vacancy((index * 5 + 3) % VACANCIES)] };
};

export const jobs: Subgraph = {
  name: 'jobs',
  sdl: `
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
    type Query {
      vacancies: [Vacancy!]!
    }
    type Vacancy {
      id: ID!
      title: String!
      wage: Int!
      region: Region!
    }
    type Course @key(fields: "id") {
      id: ID!
      vacancies: [Vacancy!]!
    }
    type Region @key(fields: "code", resolvable: false) {
      code: ID!
    }`,
  queries: { vacancies: Array.from({ length: VACANCIES }, (_, index) => vacancy(index)) },
  entities: { Course: { key: 'id', find: course } },
};
