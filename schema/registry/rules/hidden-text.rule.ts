import { type ASTNode, visit } from 'graphql';
import type { Finding } from '../finding.ts';
import { findingAt, type Rule } from '../rule.ts';

const rule = 'hidden-text';
const code = 'TEXT_HIDDEN';
/** What turns the direction of a line, has no width, ends a line that is none, or is no character. */
const hidden = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u;
/** Findings of one kind: more tell nothing further. */
const MOST = 20;

const hiddenIn = (text: string): string | undefined => hidden.exec(text.replaceAll(/[\t\n\r]/g, ' '))?.[0];

const nameOf = (character: string) =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** Keeps an SDL to what its reader sees: who approves it, and who reads the graph, see text, not what steers it. */
export const hiddenTextRule: Rule = ({ candidate, part }) => {
  const written = candidate.sdl
    .replace(/^\uFEFF/, '')
    .split('\n')
    .flatMap((line, index): Finding[] => {
      const found = hiddenIn(line);
      if (found === undefined) return [];
      const message = `the line has ${nameOf(found)}, which its reader does not see: leave it out`;
      const column = line.indexOf(found) + 1;
      return [{ ...findingAt(undefined, { rule, code, message, coordinate: '' }), line: index + 1, column }];
    })
    .slice(0, MOST);
  return [...written, ...escapedIn(part.document)];
};

/** Characters that are written as escapes in a string. */
const escapedIn = (document: ASTNode): Finding[] => {
  const findings: Finding[] = [];
  visit(document, {
    StringValue(node) {
      const found = node.block ? undefined : hiddenIn(node.value);
      if (found === undefined || findings.length === MOST) return;
      const message = `the text has ${nameOf(found)}, which its reader does not see: leave it out`;
      findings.push(findingAt(node, { rule, code, message, coordinate: '' }));
    },
  });
  return findings;
};
