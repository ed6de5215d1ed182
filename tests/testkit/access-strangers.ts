import { readFileSync } from 'node:fs';
import { getNamedType, isObjectType } from 'graphql';
import { readAudiences } from '../../gateway/supergraph.ts';
import { coordinateOf, type Path, type Step } from './access-graph.ts';
import type { RawAnswer } from './access-transport.ts';

const { schema } = readAudiences(readFileSync('schema/supergraph.graphql', 'utf8')).public;

/** Whether a stranger is shown a field at all. */
export const isShownToStrangers = (coordinate: string): boolean => {
  const [parent = '', name = ''] = coordinate.split('.');
  const type = schema.getType(parent);
  return isObjectType(type) && Object.hasOwn(type.getFields(), name);
};

/** Whether an operation is refused as one that asks for what there is not: no data, and no other error. */
export const isRefusedAsUnknown = ({ data, errors = [] }: RawAnswer): boolean =>
  data === undefined &&
  errors.length > 0 &&
  errors.every(({ extensions }) => extensions.code === 'GRAPHQL_VALIDATION_FAILED');

/** Whether a stranger is shown all fields of what a field leads to, of which any may be asked. */
const isWhole = ({ field }: Step): boolean => {
  const type = getNamedType(field.type);
  return (
    !isObjectType(type) || Object.keys(type.getFields()).every((name) => isShownToStrangers(`${type.name}.${name}`))
  );
};

/** Whether a stranger, who is not shown all of these paths, was answered as if they did not exist. */
export const isNoElement = (paths: readonly Path[], answer: RawAnswer): boolean =>
  paths.some((path) => !path.every((step) => isShownToStrangers(coordinateOf(step)) && isWhole(step))) &&
  isRefusedAsUnknown(answer);
