import type { Finding } from '../finding.ts';
import { findingAt, type Rule } from '../rule.ts';
import { rootTypes } from '../sdl/part.ts';
import { placesIn } from '../sdl/places.ts';

const rule = 'name';
/** The registry keeps coordinates of up to 500 characters, and people read them. */
const MOST_LETTERS = 128;
const builtInScalars: ReadonlySet<string> = new Set(['ID', 'String', 'Int', 'Float', 'Boolean']);

/** Keeps names that GraphQL and federation use themselves from a subgraph: `__x`, `_Any`, `link__Import`, `Int`. */
export const nameRule: Rule = ({ part }) => {
  const reserved = placesIn(part.document).flatMap(({ node, coordinate }): Finding[] => {
    const name = 'name' in node && node.name && 'value' in node.name ? String(node.name.value) : '';
    if (name.length > MOST_LETTERS) {
      const said = `${name.slice(0, 20)}… has ${name.length} letters: a name has at most ${MOST_LETTERS}`;
      return [findingAt(node, { rule, code: 'NAME_TOO_LONG', message: said, coordinate: coordinate.slice(0, 200) })];
    }
    if (!isReserved(name, coordinate)) return [];
    const message = `${name} is a name of GraphQL or federation itself: publish the SDL that { _service { sdl } } returns`;
    return [findingAt(node, { rule, code: 'NAME_RESERVED', message, coordinate })];
  });
  const operations = part.document.definitions
    .filter(({ kind }) => kind === 'OperationDefinition' || kind === 'FragmentDefinition')
    .map((node) => {
      const message = 'the SDL holds an operation: it may hold definitions only';
      return findingAt(node, { rule, code: 'NOT_SDL', message, coordinate: '' });
    });
  return [...reserved, ...operations];
};

const isReserved = (name: string, coordinate: string): boolean => {
  if (name.startsWith('__')) return true;
  const [type = ''] = coordinate.split('.', 1);
  if (coordinate === type) return name.startsWith('_') || name.includes('__') || builtInScalars.has(name);
  return rootTypes.has(type) && coordinate === `${type}.${name}` && name.startsWith('_');
};
