import type { DeclaredMutation } from '../subgraphs/kit/mutation.ts';
import type { Refusal } from '../subgraphs/kit/refusal.ts';
import { adviceFor } from './refusals.advice.ts';

type Mutation = Pick<DeclaredMutation, 'name' | 'takes' | 'refusals'>;

interface Answer {
  mutation: Mutation;
  refusal: Refusal;
}

const isBefore = (one: string, other: string) => (one < other ? -1 : 1);

const quoted = (refusals: readonly Refusal[]): string[] => {
  const texts = refusals.map(({ text }) => `> ${text.en}\\\n> ${text.id}`);
  return [...new Set(texts)].flatMap((text) => [text, '']);
};

/** The mutations by what they take: one line for each of the latter. */
const answeredBy = (mutations: readonly Mutation[]): string[] =>
  [...Map.groupBy(new Set(mutations), ({ takes }) => takes)].map(([takes, same]) => {
    const names = same.map(({ name }) => `\`${name}\``).toSorted(isBefore);
    return `- answered by: ${names.join(', ')}, which ${same.length === 1 ? 'takes' : 'take'} ${takes}`;
  });

const section = (code: string, answers: readonly Answer[]): string[] => [
  `## ${code}`,
  '',
  ...quoted(answers.map(({ refusal }) => refusal)),
  ...answeredBy(answers.map(({ mutation }) => mutation)),
  `- what to do: ${adviceFor(code)}`,
  '',
];

/**
 * Returns docs/partners/refusals.md, from the refusals that mutations declare.
 * @throws Error when nothing says what to do about one of the codes
 */
export const refusalsDocument = (mutations: readonly Mutation[]): string => {
  const answers = mutations.flatMap((mutation) => mutation.refusals.map((refusal) => ({ mutation, refusal })));
  const byCode = [...Map.groupBy(answers, ({ refusal }) => refusal.code)].toSorted(([one], [other]) =>
    isBefore(one, other),
  );
  const sections = byCode.flatMap(([code, same]) => section(code, same));
  return `${introduction}\n${sections.join('\n').trimEnd()}\n`;
};

const introduction = `# Refusals

Generated from the declarations of the mutations by \`npm run schema\`; do not edit.

A mutation that does nothing for a reason that can be expected answers \`refusal\` in the place of its result: \`code\` for
programs, \`message\` for people in the language of \`Accept-Language\`, and \`path\`, which names the argument or the input
field, outermost first. A code never changes; its texts may, and the amounts in them are examples here. Everything else
that goes wrong is an error in \`errors\`, and is no answer to the call.
`;
