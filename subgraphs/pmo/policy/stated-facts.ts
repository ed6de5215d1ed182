import type { Text } from '../../kit/language.ts';
import type { Facts } from './facts.ts';

/** Statements about a person in a what-if question. */
export interface StatedFacts {
  /** `YYYY-MM-DD`. */
  birthDate: string;
  workStatus: string;
  occupation: string;
  isInFormalEducation: boolean;
  receivesSocialAid: boolean;
  hasReceivedBefore: boolean;
  recipientsInFamily: number;
  wave: number;
}

/** Nobody is older: the longest life on record is 122 years. */
const OLDEST_YEARS = 125;
const MOST_IN_FAMILY = 20;
const LAST_WAVE = 2_147_483_647;

export interface StatedFault {
  code: string;
  text: Text;
  field: keyof StatedFacts;
}

const isCalendarDay = (day: string) => {
  const time = Date.parse(`${day}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
};

const numberOf = (day: string) => Number(day.replaceAll('-', ''));

/** Full years on a day. Who was born on 29 February has the birthday on 1 March in common years. */
export const ageOn = (birthDate: string, day: string): number =>
  Math.floor((numberOf(day) - numberOf(birthDate)) / 10_000);

const isWithin = (value: number, [from, to]: readonly [number, number]) => value >= from && value <= to;

/** Finds a statement that cannot be true of anyone, whichever the policy; null when there is none. */
export const faultIn = (stated: StatedFacts, asOf: string): StatedFault | null => {
  const { birthDate, recipientsInFamily, wave } = stated;
  if (!isCalendarDay(birthDate)) {
    const text = {
      en: 'The birth date is no date of the calendar; write it as YYYY-MM-DD.',
      id: 'Tanggal lahir tidak ada dalam kalender; tulis sebagai YYYY-MM-DD.',
    };
    return { code: 'BIRTH_DATE_IMPOSSIBLE', text, field: 'birthDate' };
  }
  if (!isWithin(ageOn(birthDate, asOf), [0, OLDEST_YEARS])) {
    const text = {
      en: `Nobody who lived on ${asOf} was born on ${birthDate}.`,
      id: `Tidak ada orang yang hidup pada ${asOf} dan lahir pada ${birthDate}.`,
    };
    return { code: 'AGE_IMPOSSIBLE', text, field: 'birthDate' };
  }
  if (!isWithin(recipientsInFamily, [0, MOST_IN_FAMILY])) {
    const text = {
      en: `Recipients on the family card are 0 to ${MOST_IN_FAMILY}; it was ${recipientsInFamily}.`,
      id: `Penerima dalam Kartu Keluarga berjumlah 0 sampai ${MOST_IN_FAMILY}; yang dikirim ${recipientsInFamily}.`,
    };
    return { code: 'RECIPIENTS_OUT_OF_RANGE', text, field: 'recipientsInFamily' };
  }
  if (isWithin(wave, [1, LAST_WAVE])) return null;
  const text = {
    en: `Waves are numbered from 1; it was ${wave}.`,
    id: `Gelombang dinomori mulai dari 1; yang dikirim ${wave}.`,
  };
  return { code: 'WAVE_OUT_OF_RANGE', text, field: 'wave' };
};

/** The facts to judge. The identity is taken as confirmed: what is stated belongs to nobody. */
export const factsOfStated = (stated: StatedFacts, asOf: string): Facts => ({
  age: ageOn(stated.birthDate, asOf),
  wave: stated.wave,
  workStatus: stated.workStatus,
  occupation: stated.occupation,
  isInFormalEducation: stated.isInFormalEducation,
  lists: stated.receivesSocialAid ? ['SOCIAL_AID'] : [],
  hasAward: stated.hasReceivedBefore,
  cardRecipients: stated.recipientsInFamily,
  isNikClaimed: true,
});
