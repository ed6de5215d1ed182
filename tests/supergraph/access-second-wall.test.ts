import { readFileSync } from 'node:fs';
import { getNamedType, parse } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSupergraph } from '../../gateway/supergraph.ts';
import { subgraphs } from '../../scripts/services.ts';
import { type Asker, ownerOfAll, quiet, quietToOthers, refusedAskers } from '../testkit/access-callers.ts';
import { callOf } from '../testkit/access-document.ts';
import { coordinateOf, protectedSteps, type Step, stepsAt } from '../testkit/access-graph.ts';
import { findOrganizations, type OrganizationRows } from '../testkit/access-organization-rows.ts';
import {
  type AskAs,
  isOpenToOrganizations,
  organizationFaults,
  ownerOn,
  scopesFor,
  withUnknownIds,
} from '../testkit/access-organizations.ts';
import { findRows, type Rows } from '../testkit/access-rows.ts';
import { leaveSound } from '../testkit/access-sound.ts';
import { askSubgraph, readOwners } from '../testkit/access-subgraph.ts';
import { leavesOf } from '../testkit/access-verdict.ts';

const sdl = readFileSync('schema/supergraph.graphql', 'utf8');
const graph = readSupergraph(sdl);
const owners = readOwners(parse(sdl));
const steps = [...protectedSteps(graph), ...stepsAt(graph, ['Certificate.participant'])];

/** Each protected field that a subgraph answers at its root or of an entity, without the gateway. */
const doors = subgraphs.flatMap(({ name: subgraph }) =>
  steps
    .filter(({ parent, field }) => {
      const owned = owners.fieldsOf(subgraph, parent).some(({ name }) => name.value === field.name);
      return owned && owners.entityIn(parent).includes(subgraph);
    })
    .map((step) => ({ subgraph, coordinate: coordinateOf(step), step })),
);

let rows: Rows;
let organizations: OrganizationRows;
beforeAll(async () => {
  rows = await findRows({ kind: 'PAYMENT_PARTNER', scope: 'disbursement:settle' });
  organizations = await findOrganizations(rows);
});
afterAll(() => leaveSound(rows));

const ask = (subgraph: string, step: Step, { given, entities }: Pick<Rows, 'given' | 'entities'> = rows) => {
  const { parent, field } = step;
  const wanted = `${callOf(step, given)} ${owners.selectionIn(subgraph, getNamedType(field.type).name)}`;
  const query =
    parent === 'Query'
      ? `{ ${wanted} }`
      : `query($keys: [_Any!]!) { _entities(representations: $keys) { ... on ${parent} { ${wanted} } } }`;
  // A wave is known by its number, every other entity by an id.
  const key = parent === 'Wave' ? { number: 1_004 } : { id: entities[parent] };
  const keys = [{ __typename: parent, ...key }];
  const send = askSubgraph(subgraph);
  return (asker: Asker, rename: (text: string) => string = (text) => text) =>
    send(asker, rename(query), parent === 'Query' ? {} : JSON.parse(rename(JSON.stringify({ keys }))));
};

const shownBy = ({ data }: { data?: unknown }) =>
  leavesOf(data).filter(({ value }) => value !== null && value !== undefined && !/^••••(\d{4})?$/.test(String(value)));

test.each(doors)(
  '$subgraph itself refuses $coordinate to whom it is not for',
  async ({ subgraph, coordinate, step }) => {
    const send = ask(subgraph, step);
    const control = await send(ownerOfAll(rows, [[step]]));
    expect(control.errors).toBeUndefined();
    expect(shownBy(control)).not.toEqual([]);
    // Another's payout or application is answered as an unknown id is.
    const isAnothers =
      ['Disbursement', 'Purchase', 'Application'].includes(step.parent) || quietToOthers.has(coordinate);
    const isQuiet = ({ name }: Asker) => quiet.has(coordinate) || (isAnothers && name === 'another person');
    const askers = refusedAskers([step], graph.guards, rows);
    const found = await Promise.all(
      askers.map(async (asker) => {
        const { data, errors = [] } = await send(asker);
        const codes = errors.map(({ extensions }) => extensions.code);
        return [
          ...shownBy({ data }).map(({ path, value }) => `${asker.name} sees ${path} = ${String(value)}`),
          ...codes
            .filter((code) => code !== 'FORBIDDEN' && code !== 'UNAUTHENTICATED')
            .map((code) => `${asker.name}: ${code}`),
          ...(codes.length === 0 && !isQuiet(asker) ? [`${asker.name} is not told: ${JSON.stringify(data)}`] : []),
        ];
      }),
    );
    expect(found.flat()).toEqual([]);
  },
);

const ofOrganizations = doors
  .filter(({ step }) => isOpenToOrganizations(step, graph.guards))
  .flatMap((door) => scopesFor([door.step], graph.guards).map((scope) => ({ ...door, scope })));

test.each(ofOrganizations)(
  '$subgraph itself shows $coordinate to its own organisation alone',
  async ({ subgraph, step, scope }) => {
    const owner = ownerOn([step], scope);
    const send = ask(subgraph, step, organizations);
    const askAs: AskAs = (org, ids) => {
      const scopes = scope === null ? [] : [scope];
      const asker: Asker = { name: 'an organisation', subject: 'matrix-client', scopes, org, code: 'FORBIDDEN' };
      return send(asker, ids === 'known' ? undefined : withUnknownIds);
    };
    expect(await organizationFaults(askAs, owner, organizations.owned[owner])).toEqual([]);
  },
);

test('every subgraph is tried', () => {
  expect(new Set(ofOrganizations.map(({ subgraph }) => subgraph)).size).toBe(subgraphs.length);
  expect(new Set(doors.map(({ subgraph }) => subgraph))).toEqual(new Set(subgraphs.map(({ name }) => name)));
});
