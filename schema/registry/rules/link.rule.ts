import { type ConstDirectiveNode, Kind } from 'graphql';
import type { Finding } from '../finding.ts';
import { findingAt, type Rule, type RuleContext, unlessGranted } from '../rule.ts';
import { argumentOf, textArgument, textOf } from '../sdl/directive.ts';

const rule = 'link';
/** What this gateway knows: composition refuses newer ones, and an older one lacks directives only. */
const federation = /^https:\/\/specs\.apollo\.dev\/federation\/v2\.[0-9]$/;
const linkItself = 'https://specs.apollo.dev/link/v1.0';
const importable = /^(@[a-zA-Z]+|FieldSet|Scope|Import|Purpose)$/;

/** Keeps links to the specifications that the gateway enforces, under their own names. */
export const linkRule: Rule = (context) => {
  const links = context.part.schemas
    .flatMap(({ directives }) => (directives ?? []) as readonly ConstDirectiveNode[])
    .filter(({ name }) => name.value === 'link');
  return [...links.flatMap((link) => findingsOf(context, link)), ...federationFindings(context, links)];
};

const federationFindings = ({ part }: RuleContext, links: readonly ConstDirectiveNode[]): Finding[] => {
  const [first, second] = links.filter((link) => textArgument(link, 'url').includes('/federation/'));
  if (second) {
    const message = 'federation is linked twice: link it once, with all that you import';
    return [findingAt(second, { rule, code: 'FEDERATION_LINKED_TWICE', message, coordinate: '' })];
  }
  if (first) return [];
  const message =
    'the SDL links no federation specification: read as federation 1, all of its types would be shareable. Add extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';
  return [findingAt(part.document.definitions[0], { rule, code: 'FEDERATION_1', message, coordinate: '' })];
};

const findingsOf = (context: RuleContext, link: ConstDirectiveNode): Finding[] => {
  const url = textArgument(link, 'url');
  const at = (code: string, message: string) => findingAt(link, { rule, code, message, coordinate: '' });
  const found: Finding[] = [];
  if (argumentOf(link, 'as')) found.push(at('LINK_RENAMED', `${url} is linked under another name ("as")`));
  found.push(...importFindings(link));
  if (federation.test(url) || url === linkItself) return found;
  if (/\/federation\//.test(url)) {
    const message = `${url} is not among the versions that this gateway knows: federation/v2.0 to v2.9`;
    return [...found, at('FEDERATION_VERSION', message)];
  }
  const owner = Object.hasOwn(context.owners.record.links, url) ? context.owners.record.links[url] : undefined;
  if (owner === undefined) {
    return [
      ...found,
      at('LINK_UNKNOWN', `${url} is no specification that this gateway knows: nothing would enforce it`),
    ];
  }
  const message = `${url} is a specification of ${owner}`;
  const need = { owner, on: 'link', permission: 'USE' as const, name: url };
  return [...found, ...unlessGranted(context, link, { rule, code: 'LINK_OF_ANOTHER', message, coordinate: '', need })];
};

const importFindings = (link: ConstDirectiveNode): Finding[] => {
  const imports = argumentOf(link, 'import');
  if (imports === undefined) return [];
  const values = imports.kind === Kind.LIST ? imports.values : [imports];
  return values
    .filter((each) => each.kind !== Kind.STRING || !importable.test(each.value))
    .map((each) => {
      const message =
        each.kind === Kind.OBJECT
          ? 'an import is renamed: gateways enforce a directive by its own name alone (CVE-2025-64347)'
          : `${textOf(each) || 'a value'} is no directive that can be imported`;
      return findingAt(each, { rule, code: 'IMPORT_RENAMED', message, coordinate: '' });
    });
};
