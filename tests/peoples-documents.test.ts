import { readFileSync } from 'node:fs';
import { Kind, parse } from 'graphql';
import { expect, test } from 'vitest';
import { createDocuments } from '../gateway/documents.ts';
import { gatewayEnv } from '../gateway/env.ts';
import { trustOf } from '../gateway/registered-documents.ts';
import { readAudiences } from '../gateway/supergraph.ts';
import { readDocuments } from '../gateway/trusted-documents.ts';
import { Protection } from '../scripts/documents/protection.ts';
import { featuresOf } from '../scripts/subgraphs.ts';
import { mutationsOf } from '../subgraphs/kit/assembly.ts';
import { parseEnv } from '../subgraphs/kit/env.ts';
import { organizationRoles, scopesOf } from '../subgraphs/kit/scopes.ts';

const text = readFileSync('schema/supergraph.graphql', 'utf8');
const supergraphs = readAudiences(text);
const protection = new Protection(parse(text));
const production = parseEnv(gatewayEnv, {
  NODE_ENV: 'production',
  PORT: '4000',
  SUBGRAPHS: '{}',
  JWKS_URL: 'http://x',
});
const { mode, directories } = trustOf(production);
const { all } = await readDocuments(directories);

const askedIn = (text: string): string[] =>
  parse(text).definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? definition.selectionSet.selections.flatMap((selection) =>
          selection.kind === Kind.FIELD ? [selection.name.value] : [],
        )
      : [],
  );

/** Root fields that the documents which an audience is shown do not ask. */
const missing = (audience: 'public' | 'officer'): string[] => {
  const supergraph = supergraphs[audience];
  const { faultOf } = createDocuments(supergraph, { isProduction: true });
  const asked = new Set(all.filter(({ text }) => faultOf(text) === undefined).flatMap(({ text }) => askedIn(text)));
  const { schema } = supergraph;
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  return roots.flatMap((root) => Object.keys(root?.getFields() ?? {}).filter((name) => !asked.has(name)));
};

test('production takes known documents only, from where ours are', () => {
  expect(mode).toBe('require');
  expect(all.length).toBeGreaterThan(100);
});

test('everything that a person without a role can ask has a document', () => {
  expect(missing('public')).toEqual([]);
});

test('everything that an officer may do has a document; what has none is for organisations alone', () => {
  const ofOrganizations = new Set(organizationRoles.flatMap(scopesOf));
  const ofOfficers = new Set(scopesOf('officer'));
  const taking = new Map(
    Object.values(featuresOf)
      .flatMap(mutationsOf)
      .map(({ name, takes }) => [name, [...takes.matchAll(/`([a-z:]+)`/g)].map(([, scope = '']) => scope)]),
  );
  const officer = { hasToken: true, scopes: ofOfficers };
  const theirs = missing('officer').filter((name) => {
    const scopes = taking.get(name);
    if (!scopes) return !protection.isOpenTo(`Query.${name}`, officer);
    return scopes.every((scope) => ofOrganizations.has(scope)) && !scopes.some((scope) => ofOfficers.has(scope));
  });
  expect(missing('officer')).toEqual(theirs);
  expect(theirs).toContain('updateWebhook');
});

test('each document of everyone is within the limits, and a page of 50 is affordable', () => {
  const supergraph = supergraphs.officer;
  const documents = createDocuments(supergraph, { isProduction: true });
  for (const { text, name } of all.filter((document) => document.name.startsWith('schema/documents'))) {
    const checked = documents.check(text);
    if ('errors' in checked) throw new Error(`${name}: ${checked.errors[0]?.text.en}`);
    const points = checked.document.operation(undefined)?.costOf({ first: 50, days: 30, input: {} }) ?? Infinity;
    expect.soft(points, name).toBeLessThanOrEqual(production.COST_LIMIT);
  }
});
