import { readFileSync } from 'node:fs';
import { type GraphQLObjectType, getNamedType } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSupergraph } from '../../gateway/supergraph.ts';
import { type Asker, authorizationOf, everyScope, nobody, refusedAskers } from '../testkit/access-callers.ts';
import { briefDocumentOf, callOf, documentOf, type Form, forms } from '../testkit/access-document.ts';
import { coordinateOf, type Path, type Step, targetsOf } from '../testkit/access-graph.ts';
import { findOrganizations, type OrganizationRows } from '../testkit/access-organization-rows.ts';
import {
  type AskAs,
  isOpenToOrganizations,
  organizationFaults,
  ownerOf,
  scopesFor,
  undeclared,
  withUnknownIds,
} from '../testkit/access-organizations.ts';
import { findRows, type Rows } from '../testkit/access-rows.ts';
import { closeSockets, type Transport, transports } from '../testkit/access-transport.ts';
import { faultsOf, valuesAt } from '../testkit/access-verdict.ts';

const graph = readSupergraph(readFileSync('schema/supergraph.graphql', 'utf8'));
const targets = targetsOf(graph, ['Certificate.participant']);
/** The others are reached by mutations alone. */
const queried = targets.filter(({ paths }) => paths.length > 0);

let rows: Rows;
let organizations: OrganizationRows;
beforeAll(async () => {
  rows = await findRows({ kind: 'JOB_PORTAL', scope: 'alumni:search' });
  organizations = await findOrganizations(rows);
});
afterAll(closeSockets);

interface Way {
  path: Path;
  form: Form;
  transport: Transport;
}

/** Every path as it is; the first one in every form and over every transport too. */
const waysOf = (paths: readonly Path[]): Way[] => {
  const [first] = paths;
  const straight = paths.map((path): Way => ({ path, form: 'direct', transport: 'POST' }));
  if (first === undefined) return straight;
  const otherForms = forms.slice(1).map((form): Way => ({ path: first, form, transport: 'POST' }));
  const others = (['GET', 'SSE', 'WebSocket'] as const).map(
    (transport): Way => ({ path: first, form: 'direct', transport }),
  );
  return [...straight, ...otherForms, ...others];
};

const nameOf = ({ path, form, transport }: Way) => `${path.map(coordinateOf).join(' > ')}, ${form}, ${transport}`;

const ask = async ({ path, form, transport }: Way, asker: Asker) =>
  transports[transport](documentOf(path, form, rows.given), await authorizationOf(asker));

const owner = (): Asker => ({ name: 'the owner', subject: rows.victim, scopes: everyScope, code: 'FORBIDDEN' });

/** The first paths are tried with every wrong scope; further ones, forms and transports with one, each time another. */
const askersOf = ({ path, form, transport }: Way, turn: number) => {
  const askers = refusedAskers(path, graph.guards, rows);
  const isPlain = form === 'direct' && transport === 'POST' && turn < 3;
  const general = askers.filter(({ scopes, name }) => scopes.length === 0 || name === 'another person');
  const wrong = askers.filter((asker) => !general.includes(asker));
  return isPlain ? askers : [...general, ...wrong.slice(turn % (wrong.length || 1)).slice(0, 1)];
};

test.each(queried)('$coordinate is shown on no way to whom it is not for', async ({ paths }) => {
  const found: string[] = [];
  const check = async (way: Way, turn: number) => {
    const shown = await ask(way, owner());
    const secrets = valuesAt(shown, way.path, way.form);
    // Without this, a path that leads nowhere would pass.
    if (secrets.every((value) => value === null) || shown.errors)
      found.push(`${nameOf(way)}: the owner sees ${JSON.stringify(shown)}`);
    const refuse = async (asker: Asker) => {
      const answer = await ask(way, asker);
      const faults = faultsOf({ path: way.path, form: way.form, asker, answer, secrets, guards: graph.guards });
      found.push(...faults.map((fault) => `${nameOf(way)}, ${asker.name}: ${fault}`));
    };
    await Promise.all(askersOf(way, turn).map(refuse));
  };
  await Promise.all(waysOf(paths).map(check));
  expect(found).toEqual([]);
});

/** Each protected field that a scope of organisations opens, with the ways on which it does. */
const ofOrganizations = queried
  .filter(({ paths: [first] }) => isOpenToOrganizations(first?.at(-1) as Step, graph.guards))
  .map(({ coordinate, paths }) => ({
    coordinate,
    ways: paths.flatMap((path) => scopesFor(path, graph.guards).map((scope) => ({ path, scope }))),
  }))
  .filter(({ ways }) => ways.length > 0);

test('of every field that organisations reach it is declared whose rows it shows', () => {
  expect(undeclared(queried, graph.guards)).toEqual([]);
});

test.each(ofOrganizations)('$coordinate is shown to its own organisation alone', async ({ ways }) => {
  const { owned, given } = organizations;
  const check = async ({ path, scope }: (typeof ways)[number]) => {
    const owner = ownerOf(path.at(-1) as Step) ?? 'NOBODY';
    const ask: AskAs = async (org, ids) => {
      const scopes = scope === null ? [] : [scope];
      const asker: Asker = { name: 'an organisation', subject: 'matrix-client', scopes, org, code: 'FORBIDDEN' };
      const document = briefDocumentOf(path, given);
      const wanted = ids === 'known' ? document : withUnknownIds(document);
      return transports.POST(wanted, await authorizationOf(asker));
    };
    const faults = await organizationFaults(ask, owner, owned[owner]);
    return faults.map((fault) => `${path.map(coordinateOf).join(' > ')}, ${scope}: ${fault}`);
  };
  expect((await Promise.all(ways.map(check))).flat()).toEqual([]);
});

/** The scopes that a mutation's description says it takes; the table of scopes says whose they are. */
const scopesOfMutation = ({ description }: { description?: string | null }): string[] => {
  const [said = ''] = /(?:Takes the scope|For the person) .*?\./.exec(description ?? '') ?? [];
  return [...said.matchAll(/`([a-z]+(?::[a-z]+)?)`/g)].map(([, scope = '']) => scope);
};

const mutations = Object.values(graph.schema.getMutationType()?.getFields() ?? {});

test.each(mutations)('$name is done for nobody whom its scope was not given', async (field) => {
  const scopes = scopesOfMutation(field);
  const call = callOf({ parent: 'Mutation', field }, rows.given);
  const payload = getNamedType(field.type) as GraphQLObjectType;
  const wanted = Object.values(payload.getFields()).filter(({ name }) => name !== 'refusal');
  const entities = wanted.map(({ name }) => `${name} { __typename }`).join(' ');
  const others = everyScope.filter((each) => !scopes.includes(each));
  const askers = [[], ...others.map((each) => [each])].map(
    (held): Asker => ({ name: held.join(), subject: rows.victim, scopes: held, code: 'FORBIDDEN' }),
  );
  expect(scopes).not.toEqual([]);
  for (const asker of [nobody, ...askers]) {
    const query = `mutation { ${call} { ${entities} refusal { code } } }`;
    const { data, errors = [] } = await transports.POST(query, await authorizationOf(asker));
    const { refusal, ...done } = (data as Record<string, Record<string, unknown>>)[field.name] ?? {};
    expect({ asker: asker.name, refusal, done: Object.values(done) }).toEqual({
      asker: asker.name,
      refusal: { code: expect.stringMatching(/^(UNAUTHENTICATED|FORBIDDEN)$/) },
      done: wanted.map(() => null),
    });
    expect(errors.map(({ extensions }) => extensions.code).filter((code) => code !== asker.code)).toEqual([]);
  }
});

test('an expired token shows nothing, over every transport', async () => {
  const authorization = await authorizationOf(owner(), -120);
  const [first] = queried.flatMap(({ paths }) => paths);
  const refusedAs = async (path: Path, transport: Transport) => {
    const answer = transports[transport](documentOf(path, 'direct', rows.given), authorization);
    const { data, errors } = await answer.catch(({ code }: { code: number }) => ({
      data: undefined,
      errors: [{ extensions: { code } }],
    }));
    return [data ?? null, errors?.map(({ extensions }) => extensions.code)];
  };
  for (const transport of ['GET', 'SSE'] as const) {
    expect(await refusedAs(first as Path, transport)).toEqual([null, ['UNAUTHENTICATED']]);
  }
  expect(await refusedAs(first as Path, 'WebSocket')).toEqual([null, [4401]]);
  const answers = await Promise.all(queried.map(({ paths }) => refusedAs(paths[0] as Path, 'POST')));
  expect(answers).toEqual(queried.map(() => [null, ['UNAUTHENTICATED']]));
});

test('the matrix is no smaller than it was: each guarded field is in it, on two paths where there are two', () => {
  const inIt = new Set(targets.map(({ coordinate }) => coordinate));
  expect([...graph.guards.keys()].filter((coordinate) => !inIt.has(coordinate))).toEqual([]);
  expect(queried.filter(({ paths }) => paths.length > 1).length).toBeGreaterThan(queried.length / 2);
  const cases = queried.flatMap(({ paths }) => waysOf(paths).flatMap(askersOf));
  expect(cases.length).toBeGreaterThan(7_000);
  expect(ofOrganizations.flatMap(({ ways }) => ways).length).toBeGreaterThan(80);
});
