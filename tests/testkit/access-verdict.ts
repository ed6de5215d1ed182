import type { Guards } from '../../gateway/guard.ts';
import { type Asker, quiet, quietToOthers } from './access-callers.ts';
import type { Form } from './access-document.ts';
import { responsePath } from './access-document.ts';
import { coordinateOf, type Path } from './access-graph.ts';
import { isNoElement } from './access-strangers.ts';
import type { RawAnswer } from './access-transport.ts';

/** What personal data is shown as to who may not read it. */
const MASK = '••••';
const MASKED_NUMBER = /^••••\d{4}$/;

interface Leaf {
  path: string;
  value: unknown;
}

/** Everything in an answer that is neither an object nor a list, names of types excepted. */
export const leavesOf = (value: unknown, path: readonly string[] = []): Leaf[] => {
  if (Array.isArray(value)) return value.flatMap((item) => leavesOf(item, path));
  if (typeof value !== 'object' || value === null) return [{ path: path.join('.'), value }];
  return Object.entries(value)
    .filter(([key]) => key !== '__typename')
    .flatMap(([key, item]) => leavesOf(item, [...path, key]));
};

/** The values of the last field of `path` in the answer to someone who may see it. */
export const valuesAt = (answer: RawAnswer, path: Path, form: Form): unknown[] => {
  const at = responsePath(path, form).join('.');
  return leavesOf(answer.data)
    .filter((leaf) => leaf.path === at || leaf.path.startsWith(`${at}.`))
    .map(({ value }) => value);
};

/** The response path of an error, without indexes of lists. */
export const namesOf = (path: readonly (string | number)[] = []) =>
  path.filter((key) => typeof key === 'string').join('.');

const isMasked = (path: Path, value: unknown) => {
  if (path.some(({ parent }) => parent === 'ParticipantIdentity')) return value === MASK;
  return path.some((step) => coordinateOf(step) === 'Wallet.number') && MASKED_NUMBER.test(String(value));
};

interface Refusal {
  path: Path;
  /** What the same operation asks for besides; each is judged by itself. */
  beside?: readonly Path[];
  form: Form;
  asker: Asker;
  answer: RawAnswer;
  guards: Guards;
  /** What someone who may see it is shown. */
  secrets: readonly unknown[];
}

/** Fields that a guard lets pass and that are null where the row is another's: nothing behind them is refused by name. */
const rowLimited: ReadonlySet<string> = new Set(['Query.enrollment']);

/** Whether the response path `at` is that of `wanted` or of something in it. */
export const isWithin = (wanted: string, at: string) => at === wanted || at.startsWith(`${wanted}.`);

/** The part of an answer that concerns `path`: what is shown and said of the fields beside it is left out. */
const partOf = ({ path, beside = [], form, answer }: Refusal) => {
  const [wanted, ...others] = [path, ...beside].map((each) => responsePath(each, form).join('.'));
  const isOthers = (at: string) => !isWithin(wanted ?? '', at) && others.some((other) => isWithin(other, at));
  return {
    leaves: leavesOf(answer.data).filter((leaf) => !isOthers(leaf.path)),
    errors: (answer.errors ?? []).filter((error) => !isOthers(namesOf(error.path))),
  };
};

const isHidden = ({ path, form, answer: { data } }: Pick<Refusal, 'path' | 'form' | 'answer'>): boolean => {
  const keys = responsePath(path, form);
  const hidden = new Set(leavesOf(data).flatMap((leaf) => (leaf.value === null ? [leaf.path] : [])));
  const isLimited = (step: Path[number], index: number) =>
    rowLimited.has(coordinateOf(step)) && hidden.has(keys.slice(0, index + 1).join('.'));
  return path.slice(0, -1).some(isLimited);
};

/** What the gateway itself has to refuse: the fields on the way whose guards ask for more than the asker holds. */
const refusedAtGateway = ({ path, asker, guards }: Refusal): string[] =>
  path.map(coordinateOf).filter((coordinate) => {
    const rules = guards.get(coordinate)?.rules ?? [];
    const isAllowed = rules.every((rule) => rule.some((all) => all.every((scope) => asker.scopes.includes(scope))));
    return rules.length > 0 && (asker.subject === undefined || !isAllowed);
  });

/** What is wrong with the answer to someone who may not see the last field of `path`; nothing when it is refused. */
export const faultsOf = (refusal: Refusal): string[] => {
  const { path, beside = [], form, asker, answer, secrets } = refusal;
  if (asker.subject === undefined && isNoElement([path, ...beside], answer)) return [];
  const { leaves, errors } = partOf(refusal);
  const wanted = responsePath(path, form).join('.');
  const shown = leaves.filter(({ value }) => value !== null && value !== undefined && !isMasked(path, value));
  const told = JSON.stringify(answer.errors ?? []);
  const codes = errors.map(({ extensions }) => extensions.code).filter((code) => code !== asker.code);
  const isOnTheWay = (at: string) => at !== '' && (wanted === at || wanted.startsWith(`${at}.`));
  const strayed = errors.map((error) => namesOf(error.path)).filter((at) => !isOnTheWay(at));
  const isQuiet = (coordinate: string) =>
    quiet.has(coordinate) || (asker.name === 'another person' && quietToOthers.has(coordinate));
  const mustSay = !path.some((step) => isQuiet(coordinateOf(step))) && !isHidden(refusal);
  // The gateway names the field; an error of a subgraph, the second wall, does not.
  const denied = refusedAtGateway(refusal);
  const isFromGateway = denied.length === 0 || denied.some((coordinate) => told.includes(coordinate));
  return [
    ...shown.map((leaf) => `shows ${leaf.path} = ${String(leaf.value)}`),
    ...secrets
      .filter((value) => typeof value === 'string' && value.length > 5 && told.includes(value))
      .map((value) => `an error tells ${String(value)}`),
    ...codes.map((code) => `answers ${code}`),
    ...strayed.map((at) => `an error points at "${at}"`),
    ...(mustSay && errors.length === 0 ? ['does not say that it is refused'] : []),
    ...(mustSay && !isFromGateway ? ['is not refused by the gateway'] : []),
  ];
};
