import {
  type ConstDirectiveNode,
  type ConstValueNode,
  type DefinitionNode,
  type DocumentNode,
  Kind,
  type NameNode,
} from 'graphql';

/** What carries a directive. */
interface Place {
  /** Coordinate of the field or the argument, as in `Participant.wallet(at:)`. */
  coordinate: string;
  kind: string;
  directives: readonly ConstDirectiveNode[];
}

interface Member {
  name: NameNode;
  directives?: readonly ConstDirectiveNode[];
  arguments?: readonly Member[];
}

const APOLLO = 'https://specs.apollo.dev/';
/** The directives of access control that exist, by the name of their specification. */
const access = ['authenticated', 'requiresScopes', 'policy'];
const enforced = new Set(['authenticated', 'requiresScopes']);
/** Such elements are left out of what clients see. */
const hiding = `${APOLLO}inaccessible`;
const version = 'v0.1';
const guarded = new Set<string>([
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.INTERFACE_TYPE_DEFINITION,
  Kind.SCALAR_TYPE_DEFINITION,
  Kind.ENUM_TYPE_DEFINITION,
  Kind.FIELD_DEFINITION,
]);

/**
 * What a supergraph demands for the protection of its data and this gateway would not do: foreign or renamed
 * directives of access control, places where none is read, scopes that nobody can hold.
 * @returns one line for each fault, with its coordinate
 */
export const accessFaults = (supergraph: DocumentNode): string[] => {
  const links = linksIn(supergraph).map(readLink);
  const isForeign = (name: string) =>
    name === 'policy' ||
    (name.includes('__') && access.includes(name.slice(name.lastIndexOf('__') + 2))) ||
    links.some(({ names, prefix }) => names.includes(name) || (prefix && name.startsWith(`${prefix}__`)));
  const atPlaces = placesIn(supergraph).flatMap(({ coordinate, kind, directives }) =>
    directives.flatMap((directive): string[] => {
      const name = directive.name.value;
      if (isForeign(name)) return [`${coordinate} has @${name}, which this gateway does not enforce`];
      const wrapped = name === 'join__directive' ? textOf(argumentIn(directive, 'name')) : '';
      if (access.includes(wrapped)) return [`${coordinate} has @${wrapped} inside @${name}, where nothing enforces it`];
      if (!enforced.has(name)) return [];
      if (!guarded.has(kind)) return [`${coordinate} has @${name}, which is not enforced there`];
      return scopeFaults(directive).map((fault) => `${coordinate} has @requiresScopes ${fault}`);
    }),
  );
  return [...new Set([...links.flatMap(({ faults }) => faults), ...atPlaces, ...interfaceFaults(supergraph)])];
};

/**
 * Composition gives an interface the rules of its implementations. A rule that no implementation has would hold for who
 * asks by the interface, and not for who asks by a fragment.
 */
const interfaceFaults = ({ definitions }: DocumentNode): string[] => {
  const objects = definitions.filter((node) => node.kind === Kind.OBJECT_TYPE_DEFINITION);
  return definitions.flatMap((node): string[] => {
    if (node.kind !== Kind.INTERFACE_TYPE_DEFINITION) return [];
    const { value: name } = node.name;
    const those = objects.filter(({ interfaces }) => interfaces?.some((each) => each.name.value === name));
    if (those.length === 0 || those.some(hasRule)) return [];
    const fields = (node.fields ?? []).filter(hasRule).map((field) => field.name.value);
    const open = fields.filter((field) =>
      those.every(({ fields }) => !fields?.some((each) => each.name.value === field && hasRule(each))),
    );
    const coordinates = [...(hasRule(node) ? [name] : []), ...open.map((field) => `${name}.${field}`)];
    return coordinates.map((coordinate) => `${coordinate} has a rule that no implementation of ${name} has`);
  });
};

const hasRule = ({ directives = [] }: { directives?: readonly ConstDirectiveNode[] }) =>
  directives.some(({ name }) => enforced.has(name.value));

/** Composition drops an empty list, and the field is open; an empty set is held by everyone. */
export const scopeFaults = (directive: ConstDirectiveNode): string[] => {
  if (directive.name.value !== 'requiresScopes') return [];
  const scopes = argumentIn(directive, 'scopes');
  if (scopes?.kind !== Kind.LIST) return ['without a list of scopes'];
  if (scopes.values.length === 0) return ['with an empty list of scopes'];
  const sets = scopes.values.map((each) => (each.kind === Kind.LIST ? each.values : [each]));
  if (sets.some((set) => set.length === 0)) return ['with an empty set of scopes'];
  const isScope = (value: ConstValueNode) => /^[^\s"\\]+$/.test(textOf(value));
  return sets.flat().every(isScope) ? [] : ['with a scope that no token can hold'];
};

const argumentIn = ({ arguments: args }: ConstDirectiveNode, name: string) =>
  args?.find((each) => each.name.value === name)?.value;

const textOf = (value: ConstValueNode | undefined): string =>
  value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : '';

const linksIn = ({ definitions }: DocumentNode): ConstDirectiveNode[] =>
  definitions
    .filter((node) => node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION)
    .flatMap(({ directives = [] }) => directives)
    .filter(({ name }) => name.value === 'link' || name.value === 'core');

/** `names` and `prefix`: of directives that nobody enforces. */
interface Link {
  faults: string[];
  names: string[];
  prefix?: string;
}

const readLink = (link: ConstDirectiveNode): Link => {
  const url = textOf(argumentIn(link, 'url') ?? argumentIn(link, 'feature'));
  const [, identity = url, linked] = /^(.+?)\/(v[\d.]+)\/?$/.exec(url) ?? [];
  const spec = identity.slice(identity.lastIndexOf('/') + 1);
  const isAccess = identity === `${APOLLO}${spec}` && access.includes(spec);
  const isSecurity = isAccess || textOf(argumentIn(link, 'for')) === 'SECURITY';
  if (!isSecurity || identity === hiding) return { faults: [], names: [] };
  const imports = importsOf(link);
  const prefix = textOf(argumentIn(link, 'as')) || spec;
  if (!isAccess || !enforced.has(spec) || linked !== version) {
    const names = [...imports.map(({ as }) => as), ...(enforced.has(prefix) ? [] : [prefix])];
    return { faults: [`the schema links ${url}, which this gateway does not enforce`], names, prefix };
  }
  const renamed = imports.filter(({ name, as }) => name !== as).map(({ as }) => as);
  const names = prefix === spec ? renamed : [...renamed, prefix];
  return { faults: names.map((name) => `the schema renames @${spec} to @${name}`), names, prefix };
};

const importsOf = (link: ConstDirectiveNode): { name: string; as: string }[] => {
  const imports = argumentIn(link, 'import');
  if (imports?.kind !== Kind.LIST) return [];
  return imports.values.map((each) => {
    const [name, as] =
      each.kind === Kind.OBJECT
        ? ['name', 'as'].map((key) => textOf(each.fields.find((field) => field.name.value === key)?.value))
        : [textOf(each)];
    return { name: withoutAt(name), as: withoutAt(as || name) };
  });
};

const withoutAt = (name = '') => name.replace(/^@/, '');

export const placesIn = ({ definitions }: DocumentNode): Place[] => definitions.flatMap(placesOf);

const placesOf = (node: DefinitionNode): Place[] => {
  const { kind } = node;
  if (!('directives' in node) || kind === Kind.OPERATION_DEFINITION || kind === Kind.FRAGMENT_DEFINITION) {
    return kind === Kind.DIRECTIVE_DEFINITION ? argumentsOf(`@${node.name.value}`, node.arguments) : [];
  }
  const name = 'name' in node && node.name ? node.name.value : 'schema';
  const own: Place = { coordinate: name, kind, directives: (node.directives ?? []) as ConstDirectiveNode[] };
  // What is in an extension is read by nobody who looks for definitions.
  const isDefined = kind.endsWith('Definition');
  const inner = (members: readonly Member[] | undefined, of: string) =>
    membersOf(name, members ?? [], isDefined ? of : kind);
  const isInput = kind === Kind.INPUT_OBJECT_TYPE_DEFINITION;
  return [
    own,
    ...('values' in node ? inner(node.values, Kind.ENUM_VALUE_DEFINITION) : []),
    ...('fields' in node ? inner(node.fields, isInput ? Kind.INPUT_VALUE_DEFINITION : Kind.FIELD_DEFINITION) : []),
  ];
};

const membersOf = (type: string, members: readonly Member[], kind: string): Place[] =>
  members.flatMap(({ name, directives = [], arguments: args }) => {
    const coordinate = `${type}.${name.value}`;
    return [{ coordinate, kind, directives }, ...argumentsOf(coordinate, args)];
  });

const argumentsOf = (coordinate: string, args: readonly Member[] = []): Place[] =>
  args.map(({ name, directives = [] }) => {
    return { coordinate: `${coordinate}(${name.value}:)`, kind: Kind.INPUT_VALUE_DEFINITION, directives };
  });
