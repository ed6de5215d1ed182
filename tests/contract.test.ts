import { readFileSync } from 'node:fs';
import { transformSupergraphToPublicSchema } from '@theguild/federation-composition';
import { Kind, type ObjectTypeDefinitionNode, parse } from 'graphql';
import { expect, test } from 'vitest';
import { undescribed } from './testkit/descriptions.ts';

const supergraph = parse(readFileSync('schema/supergraph.graphql', 'utf8'));

const argumentsOf = (
  node: ObjectTypeDefinitionNode | NonNullable<ObjectTypeDefinitionNode['fields']>[number],
  directive: string,
) =>
  (node.directives ?? [])
    .filter(({ name }) => name.value === directive)
    .map(({ arguments: given = [] }) =>
      Object.fromEntries(given.map(({ name, value }) => [name.value, 'value' in value ? String(value.value) : ''])),
    );

const entities = supergraph.definitions
  .filter((node) => node.kind === Kind.OBJECT_TYPE_DEFINITION)
  .filter((node) => argumentsOf(node, 'join__type').some(({ key }) => key));

/** Entities of the programme office that partners extend. */
const ofPmo = ['Participant', 'Wave', 'Region', 'Skill'];

test('every type, field, argument and enum value of the graph says what it is', () => {
  expect(undescribed(transformSupergraphToPublicSchema(supergraph))).toEqual([]);
});

test('fields that partners add to an entity of the programme office are nullable: an outage costs only them', () => {
  const added = entities
    .filter(({ name }) => ofPmo.includes(name.value))
    .flatMap(({ name, fields = [] }) =>
      fields
        .filter((field) => argumentsOf(field, 'join__field').some(({ graph }) => graph && graph !== 'PMO'))
        .map((field) => ({
          field: `${name.value}.${field.name.value}`,
          isNullable: field.type.kind !== Kind.NON_NULL_TYPE,
        })),
    );
  expect(added.length).toBeGreaterThan(8);
  expect(added.filter(({ isNullable }) => !isNullable)).toEqual([]);
});
