import { createHmac } from 'node:crypto';
import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type TypeNode,
} from 'graphql';
import { inject } from 'vitest';
import { subgraphs } from '../../scripts/services.ts';
import { readSecrets } from '../../scripts/stack/secrets.ts';
import { callerKeys, createRequestSigner } from '../../subgraphs/kit/request-signature.ts';
import { type Asker, organizationClaim } from './access-callers.ts';
import type { RawAnswer } from './access-transport.ts';

const graphOf = ({ arguments: args = [] }: ConstDirectiveNode) => {
  const value = args.find(({ name }) => name.value === 'graph')?.value;
  return value?.kind === Kind.ENUM ? value.value.toLowerCase() : '';
};

const named = (node: { directives?: readonly ConstDirectiveNode[] }, name: string) =>
  (node.directives ?? []).filter((directive) => directive.name.value === name);

const nameOfType = (type: TypeNode): string =>
  type.kind === Kind.NAMED_TYPE ? type.name.value : nameOfType(type.type);

/** What each subgraph has of the supergraph. */
export const readOwners = (document: DocumentNode) => {
  const types = new Map(
    document.definitions
      .filter((node): node is ObjectTypeDefinitionNode => node.kind === Kind.OBJECT_TYPE_DEFINITION)
      .map((node) => [node.name.value, node]),
  );
  /** The subgraphs that resolve a type by its key; every one for Query. */
  const entityIn = (type: string): string[] =>
    named(types.get(type) ?? {}, 'join__type')
      .filter(({ arguments: args = [] }) => type === 'Query' || args.some(({ name }) => name.value === 'key'))
      .map(graphOf);
  const owns = (graph: string, type: string, field: FieldDefinitionNode) => {
    const fields = named(field, 'join__field').map(graphOf);
    return fields.length > 0
      ? fields.includes(graph)
      : named(types.get(type) ?? {}, 'join__type').some((each) => graphOf(each) === graph);
  };
  const fieldsOf = (graph: string, type: string) =>
    (types.get(type)?.fields ?? []).filter((field) => owns(graph, type, field));
  /** Leaves that this subgraph can answer, or else what lies behind the objects. */
  const selectionIn = (graph: string, type: string): string => {
    if (!types.has(type)) return '';
    const fields = fieldsOf(graph, type).filter(({ arguments: args = [] }) => args.length === 0);
    const leaves = fields.filter((field) => !types.has(nameOfType(field.type)));
    const chosen = leaves.length > 0 ? leaves : fields;
    return `{ ${chosen.map(({ name, type: of }) => `${name.value} ${selectionIn(graph, nameOfType(of))}`).join(' ')} }`;
  };
  return { entityIn, fieldsOf, selectionIn };
};

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Asks a subgraph as the gateway would for this caller: with its assertion and a signature over the request. */
export const askSubgraph = (name: string) => {
  const { data, url } = inject('stack');
  const secret = readSecrets(data).callerSecret[name] ?? '';
  const { assertion: key } = callerKeys(secret);
  const sign = createRequestSigner(secret);
  const target = new URL(url);
  target.port = String(Number(target.port) + (subgraphs.find((each) => each.name === name)?.portOffset ?? 0));
  const assertionOf = (asker: Asker) => {
    const { subject, scopes } = asker;
    const iat = Math.floor(Date.now() / 1000);
    const claims = {
      iss: 'gateway',
      aud: name,
      ...(subject && { sub: subject, ...organizationClaim(asker) }),
      scope: scopes.join(' '),
      iat,
      exp: iat + 60,
    };
    const signed = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(claims)}`;
    return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
  };
  return async (asker: Asker, query: string, variables: object): Promise<RawAnswer> => {
    const body = JSON.stringify({ query, variables });
    const assertion = assertionOf(asker);
    const headers = {
      'content-type': 'application/json',
      'x-caller': assertion,
      'x-signature': sign({ method: 'POST', path: target.pathname, assertion, body }),
    };
    return (await fetch(target, { method: 'POST', headers, body })).json() as Promise<RawAnswer>;
  };
};
