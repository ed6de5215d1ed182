import { type ConstDirectiveNode, type ConstValueNode, type DocumentNode, Kind, parse, visit } from 'graphql';
import { placesIn, scopeFaults } from '../access-rules.ts';

const FEDERATION = /^https:\/\/specs\.apollo\.dev\/federation\/v2\.\d+$/;
const APOLLO = /^https:\/\/specs\.apollo\.dev\//;
const GUARDS = ['authenticated', 'requiresScopes', 'policy', 'cost', 'listSize', 'tag', 'inaccessible'];

const argumentOf = ({ arguments: args }: ConstDirectiveNode, name: string): ConstValueNode | undefined =>
  args?.find((each) => each.name.value === name)?.value;

const linksOf = ({ definitions }: DocumentNode): ConstDirectiveNode[] =>
  definitions
    .filter((node) => node.kind === Kind.SCHEMA_EXTENSION || node.kind === Kind.SCHEMA_DEFINITION)
    .flatMap(({ directives }) => directives ?? [])
    .filter(({ name }) => name.value === 'link');

const faultsOfLink = (link: ConstDirectiveNode): string[] => {
  const url = argumentOf(link, 'url');
  const address = url?.kind === Kind.STRING ? url.value : '';
  const purpose = argumentOf(link, 'for');
  if (purpose?.kind === Kind.ENUM && purpose.value === 'SECURITY' && !APOLLO.test(address)) {
    // Composition forgets the purpose, so no gateway would see it.
    return [`links ${address} for SECURITY, which the gateway does not enforce`];
  }
  if (!APOLLO.test(address)) return [];
  if (!FEDERATION.test(address)) return [`links ${address}: take its directives from the federation specification`];
  const imports = argumentOf(link, 'import');
  const renamed = imports?.kind === Kind.LIST && imports.values.some(({ kind }) => kind !== Kind.STRING);
  return [
    ...(argumentOf(link, 'as') ? ['renames the federation specification ("as")'] : []),
    ...(renamed ? ['renames an import of the federation specification'] : []),
  ];
};

/**
 * What a subgraph's SDL must not do to the directives that gateways enforce: rename, shadow or qualify them, or demand what
 * ours does not enforce. A gateway that knows `@requiresScopes` enforces no directive of another name (CVE-2025-64347).
 * @returns one line for each fault
 */
export const linkFaults = (sdl: string): string[] => {
  const document = parse(sdl);
  const faults = linksOf(document).flatMap(faultsOfLink);
  visit(document, {
    DirectiveDefinition({ name }) {
      if (GUARDS.includes(name.value)) faults.push(`defines @${name.value} itself: import it`);
    },
    Directive({ name }) {
      if (name.value.includes('__')) faults.push(`uses @${name.value}: import it by its own name`);
    },
  });
  for (const { coordinate, directives } of placesIn(document)) {
    for (const directive of directives) {
      if (directive.name.value === 'policy')
        faults.push(`has @policy at ${coordinate}: the gateway does not enforce it`);
      faults.push(...scopeFaults(directive).map((fault) => `has @requiresScopes at ${coordinate} ${fault}`));
    }
  }
  return [...new Set(faults)];
};
