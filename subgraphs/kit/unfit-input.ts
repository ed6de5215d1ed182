import type { FastifyInstance } from 'fastify';
import { BREAK, parse, visit } from 'graphql';
import { BilingualError } from './bilingual-error.ts';
import { isBroken } from './broken-text.ts';
import { findFault } from './json-value.ts';
import { languageOf } from './language.ts';

// The gateway counts what clients send; here is what it sends itself too, such as the keys of a page's entities.
const limits = { depth: 64, values: 1_000_000, characters: Number.POSITIVE_INFINITY };

// Escapes that may stand for broken text; most documents have none, and are not parsed for it.
const suspicious = /\\u(?:0000|[dD][89a-fA-F]|[fF][dD][dDeE]|[fF]{3}|\{)/;

const unfit = (argument: string) =>
  new BilingualError(
    {
      en: 'A value is nested too deep, or holds U+0000, a noncharacter, a reserved key or no finite number.',
      id: 'Sebuah nilai bersarang terlalu dalam, atau memuat U+0000, nonkarakter, kunci terlarang, atau bukan bilangan terhingga.',
    },
    { code: 'BAD_USER_INPUT', argument },
  );

const hasBrokenLiteral = (query: string): boolean => {
  if (!isBroken(query) && !suspicious.test(query)) return false;
  let isFound = false;
  try {
    visit(parse(query, { noLocation: true }), {
      StringValue: ({ value }) => {
        isFound ||= isBroken(value);
        return isFound ? BREAK : undefined;
      },
    });
  } catch {
    // What cannot be parsed is refused by whoever executes it.
  }
  return isFound;
};

/** The error of a request whose variables or literals no database could keep; the second wall after the gateway's. */
export const unfitInput = (request: unknown): BilingualError | undefined => {
  const { query, variables } = (request ?? {}) as { query?: unknown; variables?: unknown };
  const fault = typeof variables === 'object' && variables !== null ? findFault(variables, limits) : undefined;
  if (fault) return unfit(['variables', ...fault.path].join('.').slice(0, 100));
  return typeof query === 'string' && hasBrokenLiteral(query) ? unfit('query') : undefined;
};

/** Answers 400 BAD_USER_INPUT to requests with unfit input on the routes of `app`, before anything is executed. */
export const takeFitOnly = (app: FastifyInstance): void => {
  app.addHook('preHandler', async (request, reply) => {
    const error = unfitInput(request.body);
    if (!error) return;
    const message = error.text[languageOf(request.headers['accept-language'])];
    await reply.status(400).send({ errors: [{ ...error.toJSON(), message }] });
  });
};
