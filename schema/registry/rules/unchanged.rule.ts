import type { ASTNode } from 'graphql';
import type { Finding } from '../finding.ts';
import type { Permission } from '../grant.ts';
import type { GraphContext, GraphRule } from '../graph-rule.ts';
import { findingAt, unlessGranted } from '../rule.ts';
import { coordinateOf, type JoinedElement, joinedElements } from '../sdl/joined.ts';
import { rootTypes } from '../sdl/part.ts';

const rule = 'unchanged';

/**
 * Keeps what others own as it is in the supergraph, however a candidate would have changed it: the other rules look at
 * what an SDL says, this one at what comes of it.
 */
export const unchangedRule: GraphRule = (context) => {
  const { candidate, supergraphs } = context;
  const before = joinedElements(supergraphs.before.document, candidate.name);
  const after = joinedElements(supergraphs.after.document, candidate.name);
  const changed = [...before].flatMap(([coordinate, element]) => changeOf(context, element, after.get(coordinate)));
  const added = [...after]
    .filter(([coordinate]) => !before.has(coordinate))
    .flatMap(([, each]) => additionOf(context, each));
  return [...changed, ...added];
};

const ownerOf = ({ owners, candidate }: GraphContext, { type, name, kind }: JoinedElement) => {
  const owner = kind === 'FIELD' ? (owners.ofField(type, name) ?? owners.ofType(type)) : owners.ofType(type);
  return owner === candidate.organization ? undefined : owner;
};

const changeOf = (context: GraphContext, element: JoinedElement, now: JoinedElement | undefined): Finding[] => {
  const owner = ownerOf(context, element);
  // Root types themselves are as their fields are: they come and go with them.
  if (owner === undefined || (rootTypes.has(element.type) && element.kind === 'TYPE')) return [];
  const { type: on, name } = element;
  const permitted = (permission: Permission) =>
    context.permits.has({ owner, to: context.candidate.organization, on, permission, ...(name && { name }) });
  const isTaken = permitted('OVERRIDE_FIELDS');
  if (now?.text !== element.text && !isTaken) {
    const code = now ? 'CHANGED_FOR_OTHERS' : 'GONE_FOR_OTHERS';
    const message = `${coordinateOf(element)} of ${owner} would ${now ? 'not be the same' : 'be gone'} for all others in the graph`;
    return [at(context, { element, owner, code, message })];
  }
  const isOwn = isTaken || !now?.isAnswered || element.kind !== 'FIELD' || isKey(context, element);
  if (isOwn || permitted('SHARE_FIELDS') || restated(context, element, owner)) return [];
  const message = `${coordinateOf(element)} of ${owner} would be answered by ${context.candidate.name} too`;
  return [at(context, { element, owner, code: 'ANSWERED_FOR_OTHERS', message })];
};

const isKey = ({ owners }: GraphContext, { type, name }: JoinedElement) =>
  owners.ownPartsOf(type).some((part) => owners.isKeyField(part, name));

const restated = ({ permits, candidate }: GraphContext, { type }: JoinedElement, owner: string) =>
  permits.has({ owner, to: candidate.organization, on: type, permission: 'RESTATE' });

const additions = { FIELD: 'ADD_FIELDS', VALUE: 'ADD_VALUES', MEMBER: 'ADD_MEMBERS', TYPE: undefined } as const;

const additionOf = (context: GraphContext, element: JoinedElement): Finding[] => {
  const owner = context.owners.ofType(element.type);
  const permission = additions[element.kind];
  if (owner === undefined || permission === undefined || rootTypes.has(element.type)) return [];
  const coordinate = coordinateOf(element);
  return unlessGranted(context, nodeOf(context, element), {
    rule,
    code: 'ADDED_FOR_OTHERS',
    message: `${coordinate} would be new in what ${owner} owns`,
    coordinate,
    need: { owner, on: element.type, permission, name: element.name },
  });
};

const nodeOf = ({ part }: GraphContext, { type, name }: JoinedElement): ASTNode | undefined => {
  const stated = part.types.get(type);
  const inner = [...(stated?.fields ?? []), ...(stated?.values ?? [])];
  return inner.find((each) => each.name.value === name) ?? stated?.nodes[0];
};

const at = (
  context: GraphContext,
  { element, owner, code, message }: { element: JoinedElement; owner: string; code: string; message: string },
): Finding => findingAt(nodeOf(context, element), { rule, code, message, coordinate: coordinateOf(element), owner });
