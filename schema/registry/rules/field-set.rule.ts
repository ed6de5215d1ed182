import { Kind, type SelectionSetNode } from 'graphql';
import type { Finding } from '../finding.ts';
import { findingAt, type Rule } from '../rule.ts';
import { textArgument } from '../sdl/directive.ts';
import { placesIn } from '../sdl/places.ts';
import { readSelection } from '../sdl/selection.ts';

const withFields: ReadonlySet<string> = new Set(['key', 'requires', 'provides']);

/** Keeps `@key`, `@requires` and `@provides` to names of fields: composers take aliases and conditions, planners do not. */
export const fieldSetRule: Rule = ({ part }) =>
  placesIn(part.document).flatMap(({ coordinate, directives }) =>
    directives
      .filter(({ name }) => withFields.has(name.value))
      .flatMap((node): Finding[] => {
        const selection = readSelection(textArgument(node, 'fields'));
        if (!selection || !isSteered(selection)) return [];
        const message = `@${node.name.value} of ${coordinate} lists fields by their own names, without conditions`;
        return [findingAt(node, { rule: 'field-set', code: 'FIELD_SET_MALFORMED', message, coordinate })];
      }),
  );

const isSteered = ({ selections }: SelectionSetNode): boolean =>
  selections.some((each) => {
    if ((each.directives ?? []).length > 0 || (each.kind === Kind.FIELD && each.alias)) return true;
    return 'selectionSet' in each && each.selectionSet ? isSteered(each.selectionSet) : false;
  });
