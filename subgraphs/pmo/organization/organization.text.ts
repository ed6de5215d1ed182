import { typedLine, typedWithin } from '../../kit/typed-text.ts';
import { refusals } from './organization.refusal.ts';

/** Reads the name of an organisation or a client. @throws Refusal NAME_MALFORMED */
export const readName = (text: string): string => {
  const name = typedWithin(text, { most: 200, read: typedLine });
  if (name === null) throw refusals.name();
  return name;
};

/** Reads why something is suspended. @throws Refusal REASON_MALFORMED */
export const readReason = (text: string): string => {
  const reason = typedWithin(text, { least: 3, most: 500 });
  if (reason === null) throw refusals.reason();
  return reason;
};
