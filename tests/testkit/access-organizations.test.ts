import { readFileSync } from 'node:fs';
import type { GraphQLFieldResolver, GraphQLObjectType } from 'graphql';
import { afterEach, expect, test } from 'vitest';
import { readSupergraph } from '../../gateway/supergraph.ts';
import { forbidden } from '../../subgraphs/kit/errors.ts';
import type { ContextOf } from '../../subgraphs/kit/feature.ts';
import { certificatesByParticipant } from '../../subgraphs/training/certificate/certificate.loader.ts';
import { enrollmentsByParticipant } from '../../subgraphs/training/enrollment/enrollment.loader.ts';
import type { training } from '../../subgraphs/training/features.ts';
import { type Step, stepsAt, targetsOf } from './access-graph.ts';
import {
  type AskAs,
  mayHide,
  organizationFaults,
  ownerOf,
  undeclared,
  withUnknownIds,
} from './access-organizations.ts';
import { callerOf } from './subgraph.ts';
import { idOf, openTraining, organizations } from './training.ts';

type Context = ContextOf<typeof training>;
const sdl = readFileSync('schema/supergraph.graphql', 'utf8');
const graph = readSupergraph(sdl);

const { database, schema, ask } = await openTraining([{ number: 11 }, { number: 12, platform: 2, institution: 2 }]);
const siti = idOf(101);
const enrollment = idOf(201);
const certificate = idOf(301);
await database.pool.query(
  `insert into enrollment (id, participant_id, course_id, status, price, reserved_at, paid_at, completed_at)
    values ($1, $2, $3, 'CERTIFIED', 400000, now(), now(), now())`,
  [enrollment, siti, idOf(11)],
);
await database.pool.query(
  `insert into certificate (id, enrollment_id, participant_id, course_id, issued_at, score, skills)
    values ($1, $2, $3, $4, now(), 88, '{barista-work}')`,
  [certificate, enrollment, siti, idOf(11)],
);

const owned = { own: [organizations.pijar, organizations.satu], other: organizations.pintar };

const entity = (type: string, id: string, wanted: string) =>
  `{ _entities(representations: [{ __typename: "${type}", id: "${id}" }]) { ... on ${type} { ${wanted} } } }`;

/** Each way to a row of training that is the organisation's own, and how its check is taken out. */
const doors: Record<string, { query: string; plant: GraphQLFieldResolver<{ [key: string]: string }, Context> }> = {
  'Query.enrollment': {
    query: `{ enrollment(id: "${enrollment}") { status } }`,
    plant: (_root, { id }, { loaders }) => loaders.enrollment.load(id),
  },
  'Certificate.participant': {
    query: entity('Certificate', certificate, 'participant { id }'),
    plant: ({ participantId }) => ({ id: participantId }),
  },
  'Participant.enrollments': {
    query: entity('Participant', siti, 'enrollments(first: 5) { nodes { status } pageInfo { hasNextPage } }'),
    plant: async ({ id = '' }) => {
      const page = { first: 5, after: null };
      return {
        nodes: await enrollmentsByParticipant(database).load({ parent: id, page }),
        pageInfo: { hasNextPage: false },
      };
    },
  },
  'Participant.certificates': {
    query: entity('Participant', siti, 'certificates(first: 5) { nodes { score } pageInfo { hasNextPage } }'),
    plant: async ({ id = '' }) => {
      const page = { first: 5, after: null };
      return {
        nodes: await certificatesByParticipant(database).load({ parent: id, page }),
        pageInfo: { hasNextPage: false },
      };
    },
  },
};

const fieldAt = (coordinate: string) => {
  const [type = '', field = ''] = coordinate.split('.');
  const found = (schema.getType(type) as GraphQLObjectType).getFields()[field];
  if (!found) throw new Error(`no ${coordinate}`);
  return found;
};

const verdictOn = (coordinate: string) => {
  const { query = '' } = doors[coordinate] ?? {};
  const askAs: AskAs = async (org, ids) => {
    const asked = ids === 'known' ? query : withUnknownIds(query);
    // As the kit's verifier has it: without an organisation the scope opens nothing.
    const { data, errors } = await ask({ ...callerOf('client', org ? 'enrollment:read' : ''), org }, asked);
    return { data, ...(errors.length > 0 && { errors: JSON.parse(JSON.stringify(errors)) }) };
  };
  const owner = ownerOf(stepsAt(graph, [coordinate])[0] as Step);
  return organizationFaults(askAs, owner ?? 'NOBODY', owned);
};

let restore = () => undefined as unknown;
afterEach(() => restore());

test.each(Object.entries(doors))('%s without its organisation check is found', async (coordinate, { plant }) => {
  expect(await verdictOn(coordinate)).toEqual([]);
  const field = fieldAt(coordinate);
  const { resolve } = field;
  restore = () => Object.assign(field, { resolve });
  field.resolve = plant as never;
  const faults = await verdictOn(coordinate);
  expect(faults.filter((fault) => fault.startsWith('another organisation sees'))).not.toEqual([]);
  expect(faults.filter((fault) => fault.startsWith('an unknown organisation sees'))).not.toEqual([]);
});

test('a check that tells a foreign row from none is found', async () => {
  const field = fieldAt('Query.enrollment');
  const { resolve } = field;
  restore = () => Object.assign(field, { resolve });
  field.resolve = async (...call) => {
    const found = await (call[2] as Context).loaders.enrollment.load(call[1].id);
    if (found) throw forbidden({ or: 'organization' });
    return null;
  };
  expect(await verdictOn('Query.enrollment')).toContainEqual(
    expect.stringMatching(/^another organisation is answered/),
  );
});

test('a check that lets nobody in is found', async () => {
  const field = fieldAt('Certificate.participant');
  const { resolve } = field;
  restore = () => Object.assign(field, { resolve });
  field.resolve = () => null;
  expect(await verdictOn('Certificate.participant')).toEqual(
    owned.own.map((id) => expect.stringContaining(`its own organisation ${id} sees nothing`)),
  );
});

test('of fields that are asked for together, its own organisation must see each', async () => {
  const ask: AskAs = async (org) => ({ data: { a: { b: org === owned.other ? null : 1, c: null } } });
  const faultsOn = (...fields: string[]) =>
    organizationFaults(ask, 'COURSE', { own: owned.own, other: owned.other, fields });
  const isMissing = (fault: string) => fault.startsWith('its own organisation');
  expect((await faultsOn('a.b')).filter(isMissing)).toEqual([]);
  expect((await faultsOn('a.b', 'a.c')).filter(isMissing)).toHaveLength(2);
});

test('an error in a field may hide the fields beside it, one on the way to them hides them all', () => {
  const withErrorAt = (path: (string | number)[]) => ({ errors: [{ message: '', path, extensions: { code: '' } }] });
  const fields = ['a.b', 'a.c'];
  expect(mayHide(withErrorAt(['a', 0, 'b', 'd']), fields)).toBe(true);
  expect(mayHide(withErrorAt(['a']), fields)).toBe(false);
  expect(mayHide({ data: null }, fields)).toBe(false);
});

const startOf = (type: string) => new RegExp(`^type ${type} [^\\n]*\\{$`, 'm').exec(sdl)?.[0] ?? `no ${type}`;

const undeclaredWith = (type: string, field: string) => {
  const changed = readSupergraph(sdl.replace(startOf(type), `${startOf(type)}\n${field}`));
  return undeclared(targetsOf(changed, ['Certificate.participant']), changed.guards);
};

test.each([
  ['Participant', 'attendance: Int @join__field(graph: TRAINING) @requiresScopes(scopes: [["enrollment:read"]])', true],
  ['Query', 'payouts: Int @join__field(graph: PAYMENTS) @requiresScopes(scopes: [["disbursement:settle"]])', true],
  ['Query', 'newest: Enrollment @join__field(graph: TRAINING)', true],
  ['Course', 'sold: Int @requiresScopes(scopes: [["self"], ["enrollment:read"]])', true],
  ['Enrollment', 'grade: Int', false],
  ['Participant', 'tax: Int @join__field(graph: PMO) @requiresScopes(scopes: [["participant:read"]])', false],
])('a new field that organisations reach must say whose rows it shows: %s { %s }', (type, field, isMissing) => {
  const name = `${type}.${field.slice(0, field.indexOf(':'))}`;
  expect(undeclaredWith(type, field)).toEqual(isMissing ? [name] : []);
});
