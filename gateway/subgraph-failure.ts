import { type DocumentNode, Kind, type SelectionSetNode } from 'graphql';
import { gatewayError } from './errors.ts';
import type { SubgraphCall, SubgraphResult } from './subgraph-call.ts';

/** `message` may name hosts and is for the log only; the client sees `kind`. */
export class SubgraphFailure extends Error {
  readonly kind: 'unavailable' | 'timeout' | 'overloaded';
  /** Of one that is overloaded. */
  readonly retryAfterSeconds: number | undefined;

  constructor(kind: SubgraphFailure['kind'], reason: string, retryAfterSeconds?: number) {
    super(reason);
    this.kind = kind;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

const texts = {
  unavailable: { code: 'SUBGRAPH_UNAVAILABLE', says: 'is unavailable' },
  timeout: { code: 'SUBGRAPH_TIMEOUT', says: 'did not answer in time' },
  overloaded: { code: 'OVERLOADED', says: 'has too much to do right now' },
} as const;

/** The root fields of a call; for entity fetches the fields asked of each entity and the variable with their keys. */
interface OwedField {
  key: string;
  entities?: { variable: string; fields: string[] };
}

/** A page of 100 entities with five fields each needs no 500 errors to say that one subgraph is down. */
const maximumErrors = 50;

const owedByDocument = new WeakMap<DocumentNode, OwedField[]>();

/** Null data, and an error at each field that the subgraph owed, by the paths of its own operation. */
export const failureResult = ({ kind, retryAfterSeconds }: SubgraphFailure, call: SubgraphCall): SubgraphResult => {
  const { subgraph } = call;
  const { code, says } = texts[kind];
  const message = `Subgraph "${subgraph}" ${says}.`;
  const paths = owedPaths(call).slice(0, maximumErrors);
  const errors = paths.map((path) => gatewayError(code, message, { path, subgraph, retryAfterSeconds }));
  return { data: null, errors };
};

const owedPaths = ({ document, variables }: SubgraphCall): (string | number)[][] => {
  let owed = owedByDocument.get(document);
  if (owed === undefined) {
    owed = owedFields(document);
    owedByDocument.set(document, owed);
  }
  return owed.flatMap(({ key, entities }) => {
    if (entities === undefined) return [[key]];
    const representations = variables?.[entities.variable];
    const count = Array.isArray(representations) ? Math.min(representations.length, maximumErrors) : 1;
    return Array.from({ length: count }, (_, index) => entities.fields.map((field) => [key, index, field])).flat();
  });
};

const owedFields = (document: DocumentNode): OwedField[] => {
  const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return [];
  return operation.selectionSet.selections.flatMap((selection): OwedField[] => {
    if (selection.kind !== Kind.FIELD) return [];
    const key = selection.alias?.value ?? selection.name.value;
    if (selection.name.value !== '_entities' || !selection.selectionSet) return [{ key }];
    const value = selection.arguments?.[0]?.value;
    const variable = value?.kind === Kind.VARIABLE ? value.name.value : 'representations';
    return [{ key, entities: { variable, fields: [...new Set(fieldKeys(selection.selectionSet))] } }];
  });
};

const fieldKeys = (set: SelectionSetNode): string[] =>
  set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    if (selection.kind === Kind.INLINE_FRAGMENT) return fieldKeys(selection.selectionSet);
    const key = selection.alias?.value ?? selection.name.value;
    return key === '__typename' ? [] : [key];
  });
