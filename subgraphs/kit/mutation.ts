import { Arg, type ClassType, Directive, Field, Mutation, ObjectType } from 'type-graphql';
import { type Audience, audiences } from './audiences.ts';
import { cost, requiresScopes, ShownTo } from './directives.ts';
import { refusals as keyRefusals } from './idempotency.ts';
import type { Language } from './language.ts';
import { Refusal } from './refusal.ts';
import { RefusalType } from './refusal.type.ts';
import { audiencesOfScopes } from './scope-audiences.ts';
import { scopes as allScopes } from './scopes.ts';

type AnswerType<T extends object> =
  | ClassType<T>
  | (T extends readonly (infer Item extends object)[] ? readonly [ClassType<Item>] : never);

/** What a mutation says of itself, once: its description, its payload and docs/partners/refusals.md come from it. */
export interface MutationDeclaration<T extends object> {
  /** As in the graph. */
  name: string;
  /** What it does, in sentences for a partner's developer. */
  does: string;
  /** Who may call it, as in "the scope `self`": it is shown to whoever may hold one of the scopes that are named, or NO_TOKEN. */
  takes: string;
  /** One of each refusal that its service throws; texts with an amount in them get one for example. */
  refusals: readonly Refusal[];
  /** What the gateway reckons for a call. */
  weight: number;
  /** Its payload `<Name>Payload`: what it answers beside `refusal`. */
  payload: {
    description: string;
    /** The field that holds the answer. */
    field: string;
    /** The type of that field, as a function since types may name each other in a circle; in brackets for a list. */
    type: () => AnswerType<T>;
    fieldDescription: string;
    /** Scopes that the field takes, where it takes any. */
    scopes?: readonly string[];
    /** Further fields by their names, all of which may be null; the resolver fills them. */
    others?: Readonly<Record<string, { type: () => ClassType | [ClassType]; description: string }>>;
  };
  /** Takes the argument `idempotencyKey`: by it a repeated call answers as the first one did. */
  isKeyed?: boolean;
}

/** A declared mutation that answers a `T`. */
export interface DeclaredMutation<T extends object = object> {
  readonly name: string;
  /** As the graph has it: what it does, what it takes, and its codes. */
  readonly description: string;
  readonly takes: string;
  readonly audiences: readonly Audience[];
  readonly refusals: readonly Refusal[];
  readonly weight: number;
  readonly field: string;
  readonly payload: ClassType;
  /** Holds the type of the answer; never there at run time. */
  readonly answer?: T;
  readonly codes: ReadonlySet<string>;
}

const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const payloadOf = <T extends object>({ name, payload }: MutationDeclaration<T>): ClassType => {
  class PayloadType {}
  const { field, type, fieldDescription, scopes, others = {} } = payload;
  Field(() => type() as ClassType, { nullable: true, description: fieldDescription })(PayloadType.prototype, field);
  if (scopes) Directive(requiresScopes(...scopes))(PayloadType.prototype, field);
  for (const [name, other] of Object.entries(others)) {
    Field(() => other.type(), { nullable: true, description: other.description })(PayloadType.prototype, name);
  }
  Field(() => RefusalType, { nullable: true, description: 'Why nothing was done.' })(PayloadType.prototype, 'refusal');
  ObjectType(`${upperFirst(name)}Payload`, { description: payload.description })(PayloadType);
  return PayloadType;
};

/** What `takes` says of a mutation whose input proves by itself who made it: it is shown to everyone. */
export const NO_TOKEN = 'no token';

/** @throws Error where `takes` names no scope: then nobody would be shown the mutation */
const audiencesOf = ({ name, takes }: { name: string; takes: string }): readonly Audience[] => {
  if (takes === NO_TOKEN) return audiences;
  const named = allScopes.filter((scope) => takes.includes(`\`${scope.name}\``));
  if (named.length === 0) throw new Error(`${name} takes no scope of the graph`);
  return audiencesOfScopes(named.map((scope) => [scope.name]));
};

/** Declares a mutation; `@Declared` makes a resolver's method run it, and its feature lists it under `mutations`. */
export const declareMutation = <T extends object>(declaration: MutationDeclaration<T>): DeclaredMutation<T> => {
  const { name, does, takes, isKeyed = false, weight } = declaration;
  const ofKey = isKeyed ? [keyRefusals.malformed(), keyRefusals.reused()] : [];
  const refusals = [...declaration.refusals, ...ofKey];
  const codes = new Set(refusals.map(({ code }) => code));
  return {
    name,
    description: `${does} Takes ${takes}. Refusals: ${[...codes].join(', ')}.`,
    takes,
    audiences: audiencesOf(declaration),
    refusals,
    weight,
    field: declaration.payload.field,
    payload: payloadOf(declaration),
    codes,
  };
};

/** Makes a resolver's method the mutation of this declaration; the method has its name. */
export const Declared =
  ({ description, weight, payload, audiences }: DeclaredMutation): MethodDecorator =>
  (target, key, descriptor) => {
    ShownTo(...audiences)(target, key, descriptor);
    Directive(cost(weight))(target, key, descriptor);
    Mutation(() => payload, { description })(target, key, descriptor);
  };

/** The argument `idempotencyKey` of a keyed mutation. */
export const IdempotencyKey = () =>
  Arg('idempotencyKey', () => String, {
    description: 'Of your making, 8 to 128 characters: a repeated call answers as the first one did.',
  });

/** Told of a refusal that its mutation does not declare; the tests fail by it. */
const warnOfUndeclared = ({ name }: DeclaredMutation, code: string) =>
  process.emitWarning(`${name} refused with ${code}, which it does not declare`, { code: 'UNDECLARED_REFUSAL' });

/**
 * Runs a use case and answers its payload: the result in the field of the declaration, or the refusal in the language of
 * the caller. Other errors pass through.
 */
export const answer = async <T extends object>(
  mutation: DeclaredMutation<T>,
  language: Language,
  useCase: () => Promise<T | null>,
): Promise<object> => {
  try {
    return { [mutation.field]: await useCase() };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (!mutation.codes.has(error.code)) warnOfUndeclared(mutation, error.code);
    return { refusal: { code: error.code, message: error.text[language], path: [...error.path] } };
  }
};
