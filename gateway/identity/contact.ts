import { type IndexKind, normalise } from '../../subgraphs/kit/vault/normalise.ts';

const parse = (kind: IndexKind, text: string): string | undefined => {
  try {
    return normalise(kind, text);
  } catch {
    return undefined;
  }
};

/** An Indonesian mobile number as +62…, or undefined when the text is none. */
export const parsePhone = (text: string): string | undefined => {
  const phone = parse('phone', text);
  return phone && /^\+628\d{7,11}$/.test(phone) ? phone : undefined;
};

/** The address in lower case, or undefined when the text is none. */
export const parseEmail = (text: string): string | undefined => parse('email', text);
