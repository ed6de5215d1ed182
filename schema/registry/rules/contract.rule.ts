import { parse, validate } from 'graphql';
import type { Finding } from '../finding.ts';
import type { GraphContext, GraphRule } from '../graph-rule.ts';
import type { AudienceContract, KeptDocument } from '../revision.ts';
import { findingAt } from '../rule.ts';
import { placesIn } from '../sdl/places.ts';
import { usersOf, verdictOn } from '../users.ts';

const rule = 'contract';

/** Keeps what each audience is shown: a schema, all that it uses, and what its documents ask. */
export const contractRule: GraphRule = (context) => {
  const { gateway, supergraphs } = context;
  const after = gateway?.contractsOf?.(supergraphs.after.document);
  const before = after && gateway?.contractsOf?.(supergraphs.before.document);
  if (!before || !after) return [];
  const changed: ChangedContract[] = [...after.contracts].flatMap(([audience, contract]) => {
    const was = before.contracts.get(audience);
    return was && !isSame(was, contract) ? [{ audience, before: was, after: contract }] : [];
  });
  const found = brokenContracts(changed);
  if (after.isUndivided && !before.isUndivided) {
    const message = 'no element has the tag of an audience any more: everyone would be shown what officers are';
    return [...found, findingAt(undefined, { rule, code: 'CONTRACT_LOST', message, coordinate: '' })];
  }
  const whole = after.contracts.get('officer');
  if (!whole) return found;
  const narrower = changed.filter(isNarrower);
  return [
    ...found,
    ...narrower.flatMap((each) => fieldsLost(context, each, whole)),
    ...documentsLost(context, narrower, whole),
  ];
};

interface ChangedContract {
  audience: string;
  before: AudienceContract;
  after: AudienceContract;
}

const isSame = (one: AudienceContract, other: AudienceContract): boolean =>
  one.elements.size === other.elements.size && says(other, one);

/** Whether a contract says all that another says. */
const says = ({ elements }: AudienceContract, other: AudienceContract): boolean =>
  [...other.elements].every(([element, text]) => elements.get(element) === text);

/** What is only added takes no field and no document from anybody who is shown it. */
const isNarrower = ({ before, after }: ChangedContract): boolean => !says(after, before);

/** What was no schema before holds up no mending. */
const brokenContracts = (changed: readonly ChangedContract[]): Finding[] => {
  const faults = new Set(changed.flatMap(({ after }) => after.fault ?? []));
  if (faults.size === 0) return [];
  const known = new Set(changed.map(({ before }) => before.fault));
  return [...faults]
    .filter((message) => !known.has(message))
    .map((message) => findingAt(undefined, { rule, code: 'CONTRACT_BROKEN', message, coordinate: '' }));
};

/** What goes for everybody is the matter of other rules. */
const fieldsLost = (
  context: GraphContext,
  { audience, before, after }: ChangedContract,
  whole: AudienceContract,
): Finding[] => {
  const lost = [...before.fields].filter((each) => !after.fields.has(each) && whole.fields.has(each));
  return lost.map((coordinate) => {
    const users = usersOf(context.usage, [coordinate]);
    const place = placesIn(context.part.document).find((each) => each.coordinate === coordinate);
    const message = `${coordinate} would not be shown to ${audience} any more: ${verdictOn(users, true)}`;
    const severity = users?.length === 0 ? ('INFO' as const) : ('ERROR' as const);
    return findingAt(place?.node, { rule, code: 'SHOWN_NO_MORE', message, coordinate, severity });
  });
};

const documentsLost = (
  { documents = [], expectations = [] }: GraphContext,
  narrower: readonly ChangedContract[],
  whole: AudienceContract,
): Finding[] => {
  if (narrower.length === 0) return [];
  return [...documents, ...expectations]
    .filter((document) => isValid(whole, document))
    .flatMap((document) => {
      const lost = narrower.filter(({ before, after }) => isValid(before, document) && !isValid(after, document));
      const [first] = lost;
      if (!first) return [];
      const { organization: owner, name } = document;
      const who = lost.map(({ audience }) => audience).join(', ');
      const message = `${who} could not ask ${name} of ${owner} any more: ${faultOf(first.after, document)}`;
      return [findingAt(undefined, { rule, code: 'DOCUMENT_NOT_SHOWN', message, coordinate: '', owner })];
    });
};

const isValid = (contract: AudienceContract, document: KeptDocument) => faultOf(contract, document) === undefined;

const faultOf = (contract: AudienceContract, { text }: KeptDocument): string | undefined => {
  try {
    return validate(contract.schema, parse(text))[0]?.message;
  } catch (error) {
    return (error as Error).message;
  }
};
