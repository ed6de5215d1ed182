import { type ASTNode, type ConstDirectiveNode, Kind } from 'graphql';
import type { Finding } from '../finding.ts';
import { findingAt, type Rule, type RuleContext, unlessGranted } from '../rule.ts';
import { hasDirective, textArgument } from '../sdl/directive.ts';
import { definitionText } from '../sdl/normal.ts';
import { rootTypes } from '../sdl/part.ts';
import { type Place, placesIn } from '../sdl/places.ts';

const rule = 'directive';
const output = ['FieldDefinition', 'ObjectType'];
const element = ['FieldDefinition', 'InputValueDefinition', 'EnumValueDefinition'];
const type = ['ObjectType', 'InterfaceType', 'UnionType', 'EnumType', 'InputObjectType', 'ScalarType'];
const guarded = ['FieldDefinition', 'ObjectType', 'InterfaceType', 'EnumType', 'ScalarType'];
/** Places of each directive, as kinds of nodes without "Definition" and "Extension" of types. */
const places: Readonly<Record<string, readonly string[]>> = {
  authenticated: guarded,
  composeDirective: ['Schema'],
  cost: [...element, ...type],
  deprecated: element,
  external: ['FieldDefinition'],
  inaccessible: [...element, ...type],
  interfaceObject: ['ObjectType'],
  key: ['ObjectType', 'InterfaceType'],
  link: ['Schema'],
  listSize: ['FieldDefinition'],
  oneOf: ['InputObjectType'],
  override: ['FieldDefinition'],
  provides: ['FieldDefinition'],
  requires: ['FieldDefinition'],
  requiresScopes: guarded,
  shareable: output,
  specifiedBy: ['ScalarType'],
  tag: [...element, 'EnumType', 'InputObjectType', 'ScalarType'],
};
const repeatable = ['key', 'tag', 'link', 'composeDirective'];
const unenforced = ['policy', 'context', 'fromContext'];

/** Keeps directives to those that the gateway enforces, where it does. */
export const directiveRule: Rule = (context) => {
  const { document, schemas } = context.part;
  const ofSchema = schemas.map((node) => ({ node, coordinate: 'the schema', directives: node.directives ?? [] }));
  const places = [...placesIn(document), ...(ofSchema as Place[])];
  return [
    ...places.flatMap(({ directives }) => repeatedOn(directives)),
    ...places.flatMap((place) => place.directives.flatMap((node) => findingsOf(context, node, place))),
    ...definitionFindings(context),
    ...composeFindings(context),
  ];
};

const kindOf = ({ kind }: ASTNode): string => kind.replace(/^(.*(?:Type|Schema))(Definition|Extension)$/, '$1');

const repeatedOn = (directives: readonly ConstDirectiveNode[]): Finding[] => {
  const names = directives.map(({ name }) => name.value);
  return directives
    .filter(({ name }, index) => !repeatable.includes(name.value) && names.indexOf(name.value) < index)
    .map((node) => {
      const message = `@${node.name.value} stands here twice`;
      return findingAt(node, { rule, code: 'DIRECTIVE_REPEATED', message, coordinate: '' });
    });
};

const findingsOf = (context: RuleContext, node: ConstDirectiveNode, { coordinate, node: holder }: Place): Finding[] => {
  const name = node.name.value;
  const at = (code: string, message: string) => [findingAt(node, { rule, code, message, coordinate })];
  if (name.includes('__')) return at('DIRECTIVE_QUALIFIED', `@${name} must be imported and written by its own name`);
  if (unenforced.includes(name)) return at('DIRECTIVE_NOT_ENFORCED', `@${name} is not enforced by this gateway`);
  const kinds = Object.hasOwn(places, name) ? places[name] : undefined;
  if (kinds) {
    const message = `@${name} may not stand at ${coordinate}: ${reasons[name] ?? 'nothing enforces it there'}`;
    const stands = kinds.includes(kindOf(holder)) || (name === 'tag' && isOwnValueType(context, holder));
    if (!stands) return at('DIRECTIVE_MISPLACED', message);
    if (name !== 'specifiedBy' || isWebPage(textArgument(node, 'url'))) return [];
    return at('SPECIFIED_BY_ADDRESS', `${coordinate} is specified at an address of https: readers open it`);
  }
  const owner = context.owners.ofDirective(name);
  if (owner === undefined) return at('DIRECTIVE_UNKNOWN', `@${name} is no directive that this gateway knows`);
  const message = `@${name} is a directive of ${owner}`;
  const need = { owner, on: `@${name}`, permission: 'USE' as const };
  return unlessGranted(context, node, { rule, code: 'DIRECTIVE_OF_ANOTHER', message, coordinate, need });
};

const isWebPage = (url: string): boolean => URL.canParse(url) && new URL(url).protocol === 'https:';

/** Whether nobody else may add fields to it without a grant: no entity, and of the candidate's organisation. */
const isOwnValueType = ({ owners, candidate }: RuleContext, holder: ASTNode): boolean => {
  if (holder.kind !== Kind.OBJECT_TYPE_DEFINITION || rootTypes.has(holder.name.value)) return false;
  const owner = owners.ofType(holder.name.value) ?? candidate.organization;
  return owner === candidate.organization && !hasDirective(holder, 'key');
};

const reasons: Readonly<Record<string, string>> = {
  tag: 'on a type it would publish what others add to that type; tag fields',
  external: 'mark the fields that are external',
};

/** A definition may only repeat that of an owner who lets others use it. */
const definitionFindings = (context: RuleContext): Finding[] =>
  context.part.directives.flatMap((node) => {
    const name = node.name.value;
    const coordinate = `@${name}`;
    const owner = context.owners.ofDirective(name);
    const isStewards = context.candidate.organization === context.owners.record.steward;
    if (owner === undefined || Object.hasOwn(places, name) || unenforced.includes(name)) {
      const isOwn = owner === undefined && isStewards && !Object.hasOwn(places, name);
      const message = `@${name} is defined here: import the directives of federation, and define none of your own`;
      return isOwn ? [] : [findingAt(node, { rule, code: 'DIRECTIVE_DEFINED', message, coordinate })];
    }
    const need = { owner, on: coordinate, permission: 'USE' as const };
    const message = `@${name} is a directive of ${owner}`;
    const refused = unlessGranted(context, node, { rule, code: 'DIRECTIVE_OF_ANOTHER', message, coordinate, need });
    const stated = context.owners.directivesNamed(name).map(definitionText);
    if (refused.length > 0 || owner === context.candidate.organization || stated.includes(definitionText(node)))
      return refused;
    const changed = `@${name} differs from how ${owner} defines it`;
    return [findingAt(node, { rule, code: 'DIRECTIVE_CHANGED', message: changed, coordinate, owner })];
  });

const composeFindings = (context: RuleContext): Finding[] =>
  context.part.schemas
    .flatMap(({ directives }) => directives ?? [])
    .filter(({ name }) => name.value === 'composeDirective')
    .flatMap((node) => {
      const name = textArgument(node as ConstDirectiveNode, 'name');
      const owner = context.owners.ofDirective(name.replace(/^@/, ''));
      const { organization } = context.candidate;
      if (owner === undefined && organization === context.owners.record.steward) return [];
      const message = `${name || 'nothing'} would stand in the supergraph, where all owners' elements are`;
      if (owner === undefined)
        return [findingAt(node, { rule, code: 'DIRECTIVE_COMPOSED', message, coordinate: name })];
      const need = { owner, on: name, permission: 'USE' as const };
      return unlessGranted(context, node, { rule, code: 'DIRECTIVE_COMPOSED', message, coordinate: name, need });
    });
