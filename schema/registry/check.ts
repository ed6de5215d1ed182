import { GraphQLError } from 'graphql';
import { differencesBetween, summaryOf } from './changes.ts';
import { type Composition, compose, composeKnown, readLiveSupergraph, type Supergraph } from './composition.ts';
import { contextOf } from './context.ts';
import type { Finding } from './finding.ts';
import type { GraphRule } from './graph-rule.ts';
import { withRevision } from './live-graph.ts';
import { Permits } from './permits.ts';
import { publicSchemaOf } from './public-schema.ts';
import type { CheckInput, CheckResult } from './revision.ts';
import { findingAt, type RuleContext } from './rule.ts';
import { breakingRule } from './rules/breaking.rule.ts';
import { compositionFindings } from './rules/composition.rule.ts';
import { contractRule } from './rules/contract.rule.ts';
import { defaultValueRule } from './rules/default-value.rule.ts';
import { documentRule } from './rules/document.rule.ts';
import { guardChangeRule } from './rules/guard-change.rule.ts';
import { rules } from './rules/index.ts';
import { removalRule } from './rules/removal.rule.ts';
import { unchangedRule } from './rules/unchanged.rule.ts';
import { readPart, type SchemaPart } from './sdl/part.ts';

const graphRules: readonly GraphRule[] = [
  unchangedRule,
  guardChangeRule,
  breakingRule,
  removalRule,
  documentRule,
  contractRule,
  defaultValueRule,
];

/** An SDL of more characters is refused before it is parsed: the largest of ours has 130,000. */
const longestSdl = 4_000_000;

/**
 * Says what speaks against a revision, and what the graph would be with it. Reads no file, database or clock.
 * @param permits what was granted; given by who wants to know which grants were needed
 */
export const checkRevision = async (
  input: CheckInput,
  permits = new Permits(input.grants, input.now),
): Promise<CheckResult> => {
  const part = partOf(input.candidate.sdl);
  if ('rule' in part) return { findings: [part] };
  const context = contextOf(input, part, permits);
  const { findings, ...next } = await graphFindings(context);
  return { findings: inOrder([...ownFindings(context), ...findings]), ...next };
};

/** Says what speaks against a revision by itself: its errors stay, whatever the graph would be with it. */
export const checkAlone = (input: CheckInput): readonly Finding[] => {
  const part = partOf(input.candidate.sdl);
  if ('rule' in part) return [part];
  return ownFindings(contextOf(input, part, new Permits(input.grants, input.now)));
};

const ownFindings = (context: RuleContext): Finding[] => rules.flatMap((rule) => rule(context));

/** The candidate's SDL, or why it is none. */
const partOf = (sdl: string): SchemaPart | Finding => {
  const fault = (message: string, [line, column]: [number, number]): Finding => ({
    rule: 'syntax',
    severity: 'ERROR',
    code: 'SYNTAX',
    message,
    coordinate: '',
    line,
    column,
  });
  if (sdl.length > longestSdl) return fault(`the SDL has more than ${longestSdl} characters`, [1, 1]);
  try {
    return readPart(sdl);
  } catch (error) {
    const [place] = error instanceof GraphQLError ? (error.locations ?? []) : [];
    return fault((error as Error).message, [place?.line ?? 1, place?.column ?? 1]);
  }
};

const graphFindings = async (context: RuleContext): Promise<CheckResult> => {
  const { supergraph: after, errors } = compositionWith(context);
  if (!after) return { findings: compositionFindings(context, errors) };
  const fault = publicFaultOf(after);
  if (fault !== undefined) return { findings: [findingAt(undefined, fault)] };
  const before = liveSupergraph(context);
  const unenforced = (context.gateway?.faultsOf?.(after.document) ?? []).map(
    (message): Finding => findingAt(undefined, { rule: 'gateway', code: 'NOT_ENFORCED', message, coordinate: '' }),
  );
  const differences = await differencesBetween(before, after);
  const found = graphRules.flatMap((rule) => rule({ ...context, supergraphs: { before, after }, differences }));
  return { findings: [...unenforced, ...found], supergraph: after.sdl, changes: summaryOf(differences) };
};

/** What keeps clients from being shown a supergraph: the composer takes schemas that are none without what is hidden. */
const publicFaultOf = ({ document }: Supergraph) => {
  try {
    publicSchemaOf(document);
    return undefined;
  } catch (error) {
    const message = `what clients would see is no schema: ${String(error)}`;
    return { rule: 'composition', code: 'PUBLIC_SCHEMA_INVALID', message, coordinate: '' };
  }
};

/** A candidate that is live as it is leaves the graph as it is. */
const compositionWith = ({ live, candidate, order }: RuleContext): Composition => {
  const { name, sdl, address } = candidate;
  const isLive = live.some((each) => each.name === name && each.sdl === sdl && each.address === address);
  return (isLive ? composeKnown : compose)(withRevision(live, candidate, order));
};

/** @throws Error when what is live does not compose, which no candidate can be blamed for */
const liveSupergraph = ({ live, supergraph }: RuleContext): Supergraph => {
  if (supergraph !== undefined) return readLiveSupergraph(supergraph);
  const { supergraph: composed, errors } = composeKnown(live);
  if (composed) return composed;
  throw new Error(`the live subgraphs do not compose: ${errors.map(({ message }) => message).join('; ')}`);
};

const rank = { ERROR: 0, WARNING: 1, INFO: 2 } as const;

/** Errors first, by place; what the rule on the whole graph says of a refused element, or of its type, is left out. */
const inOrder = (findings: readonly Finding[]): Finding[] => {
  const refused = new Set(findings.filter(isRefusal).map(({ coordinate }) => coordinate));
  const isSaid = ({ rule, coordinate }: Finding) =>
    rule === 'unchanged' && (refused.has(coordinate) || refused.has(coordinate.split('.', 1)[0] ?? ''));
  return findings
    .filter((each) => !isSaid(each))
    .toSorted(
      (one, other) => rank[one.severity] - rank[other.severity] || one.line - other.line || one.column - other.column,
    );
};

const isRefusal = ({ rule, severity }: Finding) => rule !== 'unchanged' && severity === 'ERROR';
