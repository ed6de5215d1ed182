import type { ASTNode } from 'graphql';
import type { Finding, Severity } from './finding.ts';
import type { LivePart, Owners } from './owners.ts';
import { askFor, type Permits, type Requirement } from './permits.ts';
import type { CheckInput } from './revision.ts';
import type { SchemaPart } from './sdl/part.ts';

/** What a rule looks at. */
export interface RuleContext extends CheckInput {
  /** The candidate's own SDL. */
  part: SchemaPart;
  /** Its live revision, where it has one. */
  before?: LivePart | undefined;
  /** All that is live, the candidate's live revision included. */
  liveParts: readonly LivePart[];
  owners: Owners;
  permits: Permits;
}

/** A check of a candidate's SDL against what is live. */
export type Rule = (context: RuleContext) => Finding[];

/** A finding without its place. */
type Statement = Omit<Finding, 'line' | 'column' | 'severity'> & { severity?: Severity };

/** A finding at a node of the candidate's SDL. */
export const findingAt = (node: ASTNode | undefined, statement: Statement): Finding => ({
  severity: 'ERROR',
  ...statement,
  line: placeOf(node)?.line ?? 1,
  column: placeOf(node)?.column ?? 1,
});

/** A definition begins with its description: what is meant is its name. */
const placeOf = (node: ASTNode | undefined) => {
  const isNamed = node !== undefined && /(Definition|Extension)$/.test(node.kind) && 'name' in node;
  return ((isNamed ? node.name?.loc : undefined) ?? node?.loc)?.startToken;
};

/** A refusal that the owner could lift. */
interface Trespass {
  rule: string;
  code: string;
  message: string;
  coordinate: string;
  need: Omit<Requirement, 'to'>;
}

/** No finding where the owner granted what is needed; else one that says how to ask. */
export const unlessGranted = (
  { permits, candidate }: RuleContext,
  node: ASTNode | undefined,
  { need: needed, message, ...rest }: Trespass,
): Finding[] => {
  const need = { ...needed, to: candidate.organization };
  if (need.owner === need.to || permits.has(need)) return [];
  const lapse = permits.lapseOf(need);
  const text = lapse ? `${message} (${lapse})` : message;
  return [findingAt(node, { ...rest, message: text, owner: need.owner, howToAsk: askFor(need) })];
};
