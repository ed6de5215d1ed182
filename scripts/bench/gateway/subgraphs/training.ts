import { regionCode } from './pmo.ts';
import type { Subgraph } from './subgraph.ts';

const COURSES = 12;
const INSTITUTIONS = 6;

const courseIds = Array.from({ length: COURSES }, (_, index) => `c${index}`);

const course = (id: string) => {
  const index = Number(id.slice(1));
  return {
    id,
    title: `Kelas daring nomor ${index}: pemasaran digital`,
    hours: 15 + index,
    institution: () => institution(index % INSTITUTIONS),
  };
};

const institution = (index: number) => ({
  id: `i${index}`,
  name: `Lembaga Pelatihan ${index}`,
  courses: courseIds.filter((_, position) => position % INSTITUTIONS === index).map(course),
});

const enrollment = (participant: number, position: number) => {
  const number = participant * 2 + position;
  return {
    id: `e${number}`,
    status: position === 0 ? 'CERTIFIED' : 'ATTENDING',
    course: course(`c${number % COURSES}`),
    certificate: position === 0 ? { id: `s${number}`, number: `SERT-${1000 + number}`, issuedOn: '2024-05-17' } : null,
  };
};

const participant = (id: string) => {
  const index = Number(id.slice(1));
  return { id, enrollments: [enrollment(index, 0), enrollment(index, 1)] };
};

const institutionsIn = (code: string) =>
  Array.from({ length: INSTITUTIONS }, (_, index) => index).filter((index) => regionCode(index) === code);

export const training: Subgraph = {
  name: 'training',
  sdl: `
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
    type Query {
      courses: [Course!]!
    }
    type Participant @key(fields: "id") {
      id: ID!
      enrollments: [Enrollment!]!
    }
    type Enrollment {
      id: ID!
      status: String!
      course: Course!
      certificate: Certificate
    }
    type Certificate {
      id: ID!
      number: String!
      issuedOn: String!
    }
    type Course @key(fields: "id") {
      id: ID!
      title: String!
      hours: Int!
      institution: Institution!
    }
    type Institution {
      id: ID!
      name: String!
      courses: [Course!]!
    }
    type Region @key(fields: "code") {
      code: ID!
      institutions: [Institution!]!
    }`,
  queries: { courses: courseIds.map(course) },
  entities: {
    Participant: { key: 'id', find: participant },
    Course: { key: 'id', find: course },
    Region: { key: 'code', find: (code) => ({ code, institutions: institutionsIn(code).map(institution) }) },
  },
};
