import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSupergraph } from '../../gateway/supergraph.ts';
import { type Asker, authorizationOf, isGranted, ownerOfAll, refusedAskers } from '../testkit/access-callers.ts';
import {
  briefDocumentOf,
  costly,
  documentOf,
  type Form,
  forms,
  type Paths,
  responsePath,
} from '../testkit/access-document.ts';
import { coordinateOf, isOfSettledWave, type Path, type Step, targetsOf } from '../testkit/access-graph.ts';
import { findOrganizations, type OrganizationRows } from '../testkit/access-organization-rows.ts';
import {
  type AskAs,
  type HeldScope,
  isOpenToOrganizations,
  mayHide,
  type Owner,
  organizationFaults,
  ownerOn,
  scopesFor,
  undeclared,
  withUnknownIds,
} from '../testkit/access-organizations.ts';
import { findRows, type Rows } from '../testkit/access-rows.ts';
import { leaveSound } from '../testkit/access-sound.ts';
import { closeSockets, type Transport, transports } from '../testkit/access-transport.ts';
import { faultsOf, valuesAt } from '../testkit/access-verdict.ts';

const graph = readSupergraph(readFileSync('schema/supergraph.graphql', 'utf8'));
const targets = targetsOf(graph, ['Certificate.participant']);
/** The others are reached by mutations alone. */
const queried = targets.filter(({ paths }) => paths.length > 0);

/** Ways that are tried at once: a certificate's page is drawn anew on each. */
const AT_ONCE = 4;

/** Fields that one operation asks for together: their cost stays below the gateway's limit. */
const TOGETHER = 10;

let rows: Rows;
let organizations: OrganizationRows;
beforeAll(async () => {
  rows = await findRows({ kind: 'JOB_PORTAL', scope: 'alumni:search' });
  organizations = await findOrganizations(rows);
});
afterAll(() => leaveSound(rows));
afterAll(closeSockets);

/** Fields of one type, reached by the same steps in one operation. */
interface Way {
  paths: Paths;
  form: Form;
  transport: Transport;
}

const nameOf = (path: Path, { form, transport }: Way) => `${path.map(coordinateOf).join(' > ')}, ${form}, ${transport}`;

const ask = async ({ paths, form, transport }: Way, asker: Asker) =>
  transports[transport](documentOf(paths, form, rows.given), await authorizationOf(asker));

/** Everyone who may not see what is at the end of a path, by name. */
const refusedOn = new Map<Path, ReadonlyMap<string, Asker>>();
const refusedAt = (path: Path): ReadonlyMap<string, Asker> => {
  const askers =
    refusedOn.get(path) ?? new Map(refusedAskers(path, graph.guards, rows).map((asker) => [asker.name, asker]));
  refusedOn.set(path, askers);
  return askers;
};

interface Case {
  asker: Asker;
  /** The way's paths that are not for the asker. */
  refused: readonly Path[];
}

/** One token with all the scopes of `askers`, which are wrong for the same paths; they each, where together they open one. */
const together = (askers: readonly Asker[], refused: readonly Path[]): Asker[] => {
  const scopes = askers.flatMap((asker) => asker.scopes);
  if (refused.some((path) => isGranted(path, graph.guards, scopes))) return [...askers];
  return [{ name: scopes.join(' '), subject: rows.victim, scopes, code: 'FORBIDDEN' }];
};

/** Whoever may not see all of it: everyone without a right scope, and one wrong scope, each time another; or all of them. */
const casesOf = ({ paths }: Way, turn: number | 'all'): Case[] => {
  const askers = [...new Map(paths.flatMap((path) => [...refusedAt(path)])).values()];
  const refusedTo = ({ name }: Asker) => paths.filter((path) => refusedAt(path).has(name));
  const isGeneral = ({ scopes, name }: Asker) => scopes.length === 0 || name === 'another person';
  const caseOf = (asker: Asker): Case => ({ asker, refused: refusedTo(asker) });
  const general = askers.filter(isGeneral).map(caseOf);
  const wrong = askers.filter((asker) => !isGeneral(asker));
  if (turn !== 'all')
    return [
      ...general,
      ...wrong
        .slice(turn % (wrong.length || 1))
        .slice(0, 1)
        .map(caseOf),
    ];
  const alike = Map.groupBy(wrong, (asker) =>
    refusedTo(asker)
      .map((path) => paths.indexOf(path))
      .join(),
  );
  const groups = [...alike.values()].flatMap((group) => {
    const refused = refusedTo(group[0] as Asker);
    return together(group, refused).map((asker) => ({ asker, refused }));
  });
  return [...general, ...groups];
};

/** What is wrong with the answers to the owner and to everyone who may not see what `way` leads to. */
const faultsOn = async (way: Way, cases: readonly Case[]): Promise<string[]> => {
  const { paths, form } = way;
  const shown = await ask(way, ownerOfAll(rows, paths));
  const secrets = new Map(paths.map((path) => [path, valuesAt(shown, path, form)]));
  // Without this, a path that leads nowhere would pass.
  const unseen = paths
    .filter((path) => !isOfSettledWave(path) && (shown.errors || secrets.get(path)?.every((value) => value === null)))
    .map((path) => `${nameOf(path, way)}: the owner sees ${JSON.stringify(shown)}`);
  const judge = async ({ asker, refused }: Case) => {
    const answer = await ask(way, asker);
    return refused.flatMap((path) => {
      const beside = paths.filter((other) => other !== path);
      const own = secrets.get(path) ?? [];
      const faults = faultsOf({ path, beside, form, asker, answer, secrets: own, guards: graph.guards });
      return faults.map((fault) => `${nameOf(path, way)}, ${asker.name}: ${fault}`);
    });
  };
  return [...unseen, ...(await Promise.all(cases.map(judge))).flat()];
};

/** Each field alone, on the shortest path to it. */
const aloneOf = ({ paths: [first] }: { paths: readonly Path[] }): Way => ({
  paths: [first as Path],
  form: 'direct',
  transport: 'POST',
});

test.concurrent.each(queried)('$coordinate, asked for alone, is shown to nobody whom it is not for', async (target) => {
  const way = aloneOf(target);
  expect(await faultsOn(way, casesOf(way, 'all'))).toEqual([]);
});

/** A root field that is refused takes the answers beside it along, and their errors: each is asked for by itself. */
const bunches = (paths: readonly Path[]): Paths[] => {
  const size = paths[0]?.length === 1 ? 1 : TOGETHER;
  return paths.flatMap((_, index) =>
    index % size === 0 ? [paths.slice(index, index + size) as unknown as Paths] : [],
  );
};

/** The fields of each type together: on every path, and on the first path in every form and over every transport too. */
const fieldsByType = Map.groupBy(queried, ({ coordinate }) => coordinate.split('.')[0] ?? '');
const ofTypes = [...fieldsByType].map(([type, fields]) => {
  const all = fields.flatMap(({ coordinate, paths }) => (costly.has(coordinate) ? paths.slice(0, 1) : paths));
  const bySteps = Map.groupBy(all, (path) => path.slice(0, -1).map(coordinateOf).join(' > '));
  const [first = [], ...further] = [...bySteps.values()].map(bunches);
  const others = first.flatMap((paths) => [
    ...forms.slice(1).map((form): Way => ({ paths, form, transport: 'POST' })),
    ...(['GET', 'SSE', 'WebSocket'] as const).map((transport): Way => ({ paths, form: 'direct', transport })),
  ]);
  const plain = [...first, ...further.flat()].map((paths): Way => ({ paths, form: 'direct', transport: 'POST' }));
  return { type, ways: [...plain, ...others] };
});

test.each(ofTypes)('fields of $type are shown on no way to whom they are not for', async ({ ways }) => {
  const found: string[] = [];
  for (let from = 0; from < ways.length; from += AT_ONCE) {
    const some = ways.slice(from, from + AT_ONCE).map((way) => faultsOn(way, casesOf(way, ways.indexOf(way))));
    found.push(...(await Promise.all(some)).flat());
  }
  expect(found).toEqual([]);
});

/** Each protected field that a scope of organisations opens, on every way on which it does. */
const openToOrganizations = queried
  .filter(({ paths: [first] }) => isOpenToOrganizations(first?.at(-1) as Step, graph.guards))
  .flatMap(({ paths }) =>
    paths.flatMap((path) =>
      scopesFor(path, graph.guards).map((scope) => ({ path, scope, owner: ownerOn(path, scope) })),
    ),
  );

interface OrganizationWay {
  paths: Paths;
  scope: HeldScope;
  owner: Owner;
}

/** The fields of each type, together where they are reached by the same steps and scope, and of the same owner. */
const ofOrganizations = [...Map.groupBy(openToOrganizations, ({ path }) => path.at(-1)?.parent ?? '').entries()].map(
  ([type, all]) => {
    const keyOf = ({ path, scope, owner }: (typeof all)[number]) =>
      [scope, owner, ...path.slice(0, -1).map(coordinateOf)].join(' > ');
    const ways = [...Map.groupBy(all, keyOf).values()].flatMap((same): OrganizationWay[] =>
      bunches(same.map(({ path }) => path)).map((paths) => ({ ...(same[0] as (typeof all)[number]), paths })),
    );
    return { type, ways };
  },
);

test('of every field that organisations reach it is declared whose rows it shows', () => {
  expect(undeclared(queried, graph.guards)).toEqual([]);
});

const organizationFaultsOn = async ({ paths, scope, owner }: OrganizationWay): Promise<string[]> => {
  const { owned, given } = organizations;
  const [first] = paths;
  const fields = paths.map((path) => responsePath(path, 'direct').join('.'));
  const known = briefDocumentOf(paths, given);
  const unknown = withUnknownIds(known);
  let mayBeHidden = false;
  const ask: AskAs = async (org, ids) => {
    const scopes = scope === null ? [] : [scope];
    // A subject for each type: points are counted by it.
    const subject = `matrix ${first.at(-1)?.parent}`;
    const asker: Asker = { name: 'an organisation', subject, scopes, org, code: 'FORBIDDEN' };
    const answer = await transports.POST(ids === 'known' ? known : unknown, await authorizationOf(asker));
    mayBeHidden ||= mayHide(answer, fields);
    return answer;
  };
  const faults = await organizationFaults(ask, owner, { ...owned[owner], fields });
  if (mayBeHidden && paths.length > 1) {
    const alone = paths.map((path) => organizationFaultsOn({ paths: [path], scope, owner }));
    return (await Promise.all(alone)).flat();
  }
  return faults.map(
    (fault) => `${paths.map((path) => path.map(coordinateOf).join(' > ')).join(', ')}, ${scope}: ${fault}`,
  );
};

test.each(ofOrganizations)('fields of $type are shown to their own organisation alone', async ({ ways }) => {
  const found: string[] = [];
  for (let from = 0; from < ways.length; from += AT_ONCE)
    found.push(...(await Promise.all(ways.slice(from, from + AT_ONCE).map(organizationFaultsOn))).flat());
  expect(found).toEqual([]);
});

test('an expired token shows nothing, over every transport', async () => {
  const authorization = await authorizationOf(ownerOfAll(rows), -120);
  const [first] = queried.flatMap(({ paths }) => paths);
  const refusedAs = async (path: Path, transport: Transport) => {
    const answer = transports[transport](documentOf([path], 'direct', rows.given), authorization);
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
  const alone = queried.map(aloneOf).flatMap((way) => casesOf(way, 'all'));
  const beside = ofTypes.flatMap(({ ways }) => ways.flatMap((way, turn) => casesOf(way, turn)));
  const judged = [...alone, ...beside].reduce(
    (sum, one) => sum + one.refused.length * (one.asker.scopes.length || 1),
    0,
  );
  expect(judged).toBeGreaterThan(35_000);
  expect(openToOrganizations.length).toBeGreaterThan(1_000);
});
