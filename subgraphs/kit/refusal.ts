import { Field, ObjectType } from 'type-graphql';
import type { Language, Text } from './language.ts';

export type { Language, Text };

/** An expected "no": thrown by services, answered as data. The code never changes; the text may. */
export class Refusal extends Error {
  readonly code: string;
  readonly text: Text;
  readonly path: readonly string[];

  constructor(code: string, text: Text, path: readonly string[] = []) {
    super(text.en);
    this.code = code;
    this.text = text;
    this.path = path;
  }
}

@ObjectType('Refusal', {
  description: 'Why a mutation did nothing. Expected refusals are data; errors are reserved for bugs and outages.',
})
export class RefusalType {
  @Field(() => String, { description: 'Stable, for programs: UPPER_SNAKE, never translated.' })
  code!: string;

  @Field(() => String, {
    description: 'For people, in the language of Accept-Language: English (default) or Indonesian.',
  })
  message!: string;

  @Field(() => [String], {
    description: 'The argument or input field that was refused, outermost first; may be empty.',
  })
  path!: string[];
}

/** Runs a use case and answers `{ [key]: result }`, or `{ refusal }` when it refuses. Other errors pass through. */
export const orRefusal = async <K extends string, T>(
  key: K,
  language: Language,
  useCase: () => Promise<T>,
): Promise<{ [P in K]?: T } & { refusal?: RefusalType }> => {
  try {
    return { [key]: await useCase() } as { [P in K]?: T };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const refusal = { code: error.code, message: error.text[language], path: [...error.path] };
    return { refusal } as { [P in K]?: T } & { refusal: RefusalType };
  }
};
