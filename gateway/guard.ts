import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type TypeDefinitionNode,
  type TypeNode,
} from 'graphql';
import type { Caller } from './caller.ts';
import { gatewayError } from './errors.ts';

/** What `@authenticated` and `@requiresScopes` ask of a caller at one field. */
export interface Guard {
  /** The guarded field, as in `Participant.wallet`. */
  coordinate: string;
  /** Sets of scopes for each rule: the caller must hold all scopes of one set; no rules for `@authenticated`. */
  rules: readonly (readonly (readonly string[])[])[];
}

/** Guards keyed by coordinate; a field that anyone may read is absent. */
export type Guards = ReadonlyMap<string, Guard>;

type Rule = Guard['rules'][number];
type DirectiveHolder = { directives?: readonly ConstDirectiveNode[] };
type FieldsNode = TypeDefinitionNode & { fields: readonly FieldDefinitionNode[] };

/**
 * Reads the guards of a supergraph. A field is guarded by its own rules and by those of its parent type and of the
 * type that it returns (scalars and enums too); a field of an interface by those of every implementation too.
 */
export const readGuards = (supergraph: DocumentNode): Guards => {
  const types = supergraph.definitions.filter(
    (node): node is TypeDefinitionNode => 'name' in node && isType(node.kind),
  );
  const objects = types.filter(({ kind }) => kind === Kind.OBJECT_TYPE_DEFINITION);
  const implementing = (type: TypeDefinitionNode) =>
    type.kind === Kind.INTERFACE_TYPE_DEFINITION ? objects.filter((other) => implementsIt(other, type)) : [];
  const byName = new Map(types.map((node) => [node.name.value, node]));
  const rulesOfType = (name: string) => rulesOf(byName.get(name) ?? {});
  const rulesOfField = (type: FieldsNode, field: FieldDefinitionNode): Rule[] => [
    ...rulesOf(type),
    ...rulesOf(field),
    ...rulesOfType(namedType(field.type)),
    ...implementing(type).flatMap((other) => rulesOfSame(other, field)),
  ];
  const rulesOfSame = (type: TypeDefinitionNode, { name }: FieldDefinitionNode): Rule[] => {
    const field = hasFields(type) && type.fields.find((each) => each.name.value === name.value);
    return field && hasFields(type) ? rulesOfField(type, field) : [];
  };
  const guards = new Map<string, Guard>();
  for (const type of types) {
    if (!hasFields(type)) continue;
    for (const field of type.fields) {
      const rules = distinct(rulesOfField(type, field));
      const coordinate = `${type.name.value}.${field.name.value}`;
      if (rules.length > 0) guards.set(coordinate, { coordinate, rules });
    }
  }
  return guards;
};

const isType = (kind: string) => kind.endsWith('TypeDefinition');

const hasFields = (node: TypeDefinitionNode): node is FieldsNode =>
  (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION) &&
  node.fields !== undefined;

const implementsIt = (node: TypeDefinitionNode, { kind, name }: TypeDefinitionNode) =>
  kind === Kind.INTERFACE_TYPE_DEFINITION &&
  node.kind === Kind.OBJECT_TYPE_DEFINITION &&
  (node.interfaces ?? []).some((each) => each.name.value === name.value);

const namedType = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type));

const rulesOf = ({ directives = [] }: DirectiveHolder): Rule[] =>
  directives.flatMap(({ name, arguments: args }): Rule[] => {
    if (name.value === 'authenticated') return [[[]]];
    if (name.value !== 'requiresScopes') return [];
    const scopes = args?.find((arg) => arg.name.value === 'scopes')?.value;
    if (scopes?.kind !== Kind.LIST) throw new Error('@requiresScopes without scopes');
    return [scopes.values.map((all) => (all.kind === Kind.LIST ? all.values.map(textOf) : [textOf(all)]))];
  });

const textOf = (value: { kind: Kind; value?: unknown }) => {
  if (value.kind !== Kind.STRING) throw new Error('@requiresScopes takes strings');
  return String(value.value);
};

const distinct = (rules: Rule[]): Rule[] => [...new Map(rules.map((rule) => [JSON.stringify(rule), rule])).values()];

export const allows = ({ rules }: Guard, caller: Caller): boolean =>
  !caller.isAnonymous && rules.every((rule) => rule.some((all) => all.every((scope) => caller.can(scope))));

/** Says what the caller lacks at `path`. */
export const refusalOf = ({ coordinate, rules }: Guard, caller: Caller, path: readonly (string | number)[]) => {
  if (caller.isAnonymous) {
    const text = {
      en: `Send a token: ${coordinate} is shown to signed-in callers only.`,
      id: `Kirim token: ${coordinate} hanya ditampilkan kepada pemanggil yang sudah masuk.`,
    };
    return gatewayError('UNAUTHENTICATED', text, { path });
  }
  const lacking = rules.find((rule) => !rule.some((all) => all.every((scope) => caller.can(scope)))) ?? [];
  const wanted = ([together, either]: readonly [string, string]) =>
    lacking.map((all) => all.map((scope) => `\`${scope}\``).join(` ${together} `)).join(` ${either} `);
  const text = {
    en: `The token does not allow ${coordinate}; it takes the scope ${wanted(['with', 'or'])}.`,
    id: `Token tidak mengizinkan ${coordinate}; diperlukan cakupan ${wanted(['bersama', 'atau'])}.`,
  };
  return gatewayError('FORBIDDEN', text, { path });
};
