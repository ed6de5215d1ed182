import type { Answer } from '../connection.ts';
import type { Conversation } from '../conversation.ts';
import { keySelection } from '../entities.ts';
import { leakIn } from '../leak.ts';
import { errorsOf, type Outcome, type Rule } from '../rule.ts';

const CODE = /^[A-Z][A-Z0-9_]{2,63}$/;

const codeOf = (error: Record<string, unknown>): unknown => (error.extensions as { code?: unknown } | undefined)?.code;

/** Each asks for something that cannot be. */
const wrongQuestions = (subgraph: Conversation): (() => Promise<Answer>)[] => {
  const [entity] = subgraph.facts.entities;
  const key = entity && Object.keys(subgraph.representations(entity)[0] ?? {}).find((name) => name !== '__typename');
  const keys = ['not-an-id', '', "' or 1=1 --", '\u0000', { nested: true }, null, 2 ** 40, ['a']];
  const odd = entity && key ? keys.map((value) => ({ __typename: entity.type.name, [key]: value })) : [];
  return [
    () => subgraph.ask('{ noSuchField }'),
    () => subgraph.ask('{ __typename'),
    () => subgraph.ask('query ($a: NoSuchType!) { __typename }', { variables: { a: 1 } }),
    ...(entity
      ? [...odd, { __typename: 'NoSuchType', id: '1' }, { __typename: entity.type.name }].map(
          (each) => () => subgraph.entities([each], [keySelection(entity)]),
        )
      : []),
  ];
};

const faultOf = (error: Record<string, unknown>): string | undefined => {
  if (typeof error.message !== 'string' || error.message === '') return 'an error has no message';
  // What has a path happened in a resolver: the gateway hands its code on to clients.
  if (error.path === undefined) return undefined;
  if (!Array.isArray(error.path)) return 'the path of an error is no list';
  const code = codeOf(error);
  return typeof code === 'string' && CODE.test(code)
    ? undefined
    : `an error has no stable extensions.code: ${error.message}`;
};

const judge = (answer: Answer): string | undefined => {
  const leak = leakIn(answer.text);
  if (leak) return `an answer shows ${leak}: ${answer.text.slice(0, 300)}`;
  return errorsOf(answer).map(faultOf).find(Boolean);
};

/** Errors have a message and a path, a code that stays the same, and tell nothing of the inside. */
export const errorShape: Rule = {
  name: 'error-shape',
  async run(subgraph): Promise<Outcome> {
    for (const ask of wrongQuestions(subgraph)) {
      const answer = await ask();
      const fault = judge(answer);
      if (fault) return { fault };
      const again = await ask();
      const [codes, after] = [answer, again].map((each) => JSON.stringify(errorsOf(each).map(codeOf)));
      if (codes !== after) return { fault: `the same question has the code ${codes}, then ${after}` };
    }
    return {};
  },
};
