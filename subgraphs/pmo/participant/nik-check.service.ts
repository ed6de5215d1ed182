import { type NikFault, type NikSurroundings, parseNik } from './nik.ts';
import { wrongValue } from './registration.refusal.ts';

/** What is wrong with a stated NIK, by its structure and the stated birth date alone: nobody is looked up. */
export const nikFault = (nik: string, surroundings: NikSurroundings): { code: NikFault; message: string } | null => {
  const parsed = parseNik(nik.replaceAll(/[\s.-]/g, ''), surroundings);
  return typeof parsed === 'string' ? { code: parsed, message: wrongValue(parsed, []).text.en } : null;
};
