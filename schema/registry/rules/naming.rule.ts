import { Kind } from 'graphql';
import { freshPlaces } from '../fresh.ts';
import { findingAt, type Rule, type RuleContext } from '../rule.ts';
import { rootTypes } from '../sdl/part.ts';

const rule = 'naming';
const forms: readonly { kinds: readonly string[]; pattern: RegExp; form: string }[] = [
  { kinds: [Kind.FIELD_DEFINITION, Kind.INPUT_VALUE_DEFINITION], pattern: /^[a-z][a-zA-Z0-9]*$/, form: 'camelCase' },
  { kinds: [Kind.ENUM_VALUE_DEFINITION], pattern: /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/, form: 'UPPER_SNAKE' },
];
const ofTypes = { pattern: /^[A-Z][a-zA-Z0-9]*$/, form: 'PascalCase' };

/** Points out names that are written otherwise than in the rest of the graph, or look like those of others. */
export const namingRule: Rule = (context) =>
  freshPlaces(context).flatMap(({ node, coordinate }) => {
    const name = 'name' in node && node.name && 'value' in node.name ? String(node.name.value) : '';
    const { pattern, form } = forms.find(({ kinds }) => kinds.includes(node.kind)) ?? ofTypes;
    const written = `${coordinate} is written otherwise than the rest of the graph: ${form}`;
    const alike = node.kind.includes('Type') ? lookalikeOf(context, name) : undefined;
    const similar = `${coordinate} looks like ${alike?.name} of ${alike?.owner}`;
    const at = (code: string, message: string) =>
      findingAt(node, { rule, severity: 'WARNING', code, message, coordinate });
    const prefixOwner = node.kind.includes('Type') ? context.owners.ofPrefix(name) : undefined;
    const isOthers = prefixOwner !== undefined && prefixOwner !== context.candidate.organization;
    const borrowed = `${coordinate} begins with a word of ${prefixOwner}, whose clients may take it for theirs`;
    return [
      ...(isOthers ? [at('NAME_PREFIX', borrowed)] : []),
      ...(pattern.test(name) ? [] : [at('NAME_FORM', written)]),
      ...(alike
        ? [findingAt(node, { rule, ...likeness(name, alike), code: 'NAME_LOOKALIKE', message: similar, coordinate })]
        : []),
    ];
  });

/** The name without what the eye passes over: case, underscores, digits that look like letters. */
const outline = (name: string) => name.replaceAll('_', '').toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l');

/** Without a plural, too. */
const skeleton = (name: string) => outline(name).replace(/s$/, '');

/** What is read as another's name is refused, a plural of it pointed out. */
const likeness = (name: string, alike: { name: string; owner: string | undefined }) =>
  outline(name) === outline(alike.name) && alike.owner !== undefined
    ? { severity: 'ERROR' as const, owner: alike.owner }
    : { severity: 'WARNING' as const };

const lookalikeOf = ({ liveParts, owners, candidate }: RuleContext, name: string) =>
  liveParts
    .flatMap(({ part }) => [...part.types.keys()])
    .filter((each) => each !== name && !rootTypes.has(each) && skeleton(each) === skeleton(name))
    .map((each) => ({ name: each, owner: owners.ofType(each) }))
    .find(({ owner }) => owner !== undefined && owner !== candidate.organization);
