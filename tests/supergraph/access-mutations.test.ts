import { readFileSync } from 'node:fs';
import { type GraphQLObjectType, getNamedType, isLeafType } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSupergraph } from '../../gateway/supergraph.ts';
import { type Asker, authorizationOf, everyScope, nobody } from '../testkit/access-callers.ts';
import { callOf } from '../testkit/access-document.ts';
import { findRows, type Rows } from '../testkit/access-rows.ts';
import { leaveSound } from '../testkit/access-sound.ts';
import { isRefusedAsUnknown, isShownToStrangers } from '../testkit/access-strangers.ts';
import { transports } from '../testkit/access-transport.ts';

const graph = readSupergraph(readFileSync('schema/supergraph.graphql', 'utf8'));

let rows: Rows;
beforeAll(async () => {
  rows = await findRows({ kind: 'ASSESSOR', scope: 'course:assess' });
});
afterAll(() => leaveSound(rows));

/** The scopes that a mutation's description says it takes; the table of scopes says whose they are. */
const scopesOfMutation = ({ description }: { description?: string | null }): string[] => {
  const [said = ''] = /(?:Takes the scope|For the person) .*?\./.exec(description ?? '') ?? [];
  return [...said.matchAll(/`([a-z]+(?::[a-z]+)?)`/g)].map(([, scope = '']) => scope);
};

const mutations = Object.values(graph.schema.getMutationType()?.getFields() ?? {});
const { proven = [], guarded = [] } = Object.groupBy(mutations, ({ description }) =>
  description?.includes('Takes no token.') ? 'proven' : 'guarded',
);

test('no mutation but a cosignature, which proves itself, takes no token', () => {
  expect(proven.map(({ name }) => name)).toEqual(['cosignDraw']);
});

test('a cosignature that no witness made is refused, whoever brings it', async () => {
  const call = callOf({ parent: 'Mutation', field: proven[0] as (typeof proven)[number] }, rows.given);
  const askers = [[], everyScope].map(
    (scopes): Asker => ({ name: scopes.join(), subject: rows.victim, scopes, code: 'FORBIDDEN' }),
  );
  for (const asker of [nobody, ...askers]) {
    const answer = await transports.POST(
      `mutation { ${call} { wave { number } refusal { code } } }`,
      await authorizationOf(asker),
    );
    expect(answer).toMatchObject({ data: { cosignDraw: { wave: null, refusal: { code: 'DRAW_NOT_APPROVED' } } } });
  }
});

test.each(guarded)('$name is done for nobody whom its scope was not given', async (field) => {
  const scopes = scopesOfMutation(field);
  const call = callOf({ parent: 'Mutation', field }, rows.given);
  const payload = getNamedType(field.type) as GraphQLObjectType;
  const wanted = Object.values(payload.getFields()).filter(({ name }) => name !== 'refusal');
  const entities = wanted
    .map(({ name, type }) => (isLeafType(getNamedType(type)) ? name : `${name} { __typename }`))
    .join(' ');
  const others = everyScope.filter((each) => !scopes.includes(each));
  const askers = [[], ...others.map((each) => [each])].map(
    (held): Asker => ({ name: held.join(), subject: rows.victim, scopes: held, code: 'FORBIDDEN' }),
  );
  expect(scopes).not.toEqual([]);
  for (const asker of [nobody, ...askers]) {
    const query = `mutation { ${call} { ${entities} refusal { code } } }`;
    const answer = await transports.POST(query, await authorizationOf(asker));
    if (asker === nobody && !isShownToStrangers(`Mutation.${field.name}`)) {
      expect(isRefusedAsUnknown(answer)).toBe(true);
      continue;
    }
    const { data, errors = [] } = answer;
    const { refusal, ...done } = (data as Record<string, Record<string, unknown>>)[field.name] ?? {};
    expect({ asker: asker.name, refusal, done: Object.values(done) }).toEqual({
      asker: asker.name,
      refusal: { code: expect.stringMatching(/^(UNAUTHENTICATED|FORBIDDEN)$/) },
      done: wanted.map(() => null),
    });
    expect(errors.map(({ extensions }) => extensions.code).filter((code) => code !== asker.code)).toEqual([]);
  }
});
