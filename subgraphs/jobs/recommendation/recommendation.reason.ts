import type { Language, Text } from '../../kit/language.ts';
import type { Place } from './recommendation.statement.ts';

const DAY_MS = 86_400_000;
const NEW_DAYS = 7;

export enum RecommendationReasonCode {
  SKILLS_MATCH = 'SKILLS_MATCH',
  LEVEL_MET = 'LEVEL_MET',
  LEVEL_BELOW = 'LEVEL_BELOW',
  SAME_REGENCY = 'SAME_REGENCY',
  SAME_PROVINCE = 'SAME_PROVINCE',
  REMOTE = 'REMOTE',
  ELSEWHERE = 'ELSEWHERE',
  NEW = 'NEW',
}

/** What explains a recommendation. */
export interface Grounds {
  matchingCodes: readonly string[];
  asked: number;
  isLevelMet: boolean;
  place: Place;
  postedAt: Date;
}

type Code = RecommendationReasonCode;
interface Reason {
  code: Code;
  text: Text;
}

const places: Record<Exclude<Place, 'UNKNOWN'>, Reason> = {
  REGENCY: {
    code: RecommendationReasonCode.SAME_REGENCY,
    text: { en: 'It is in your regency or city.', id: 'Lokasinya di kabupaten atau kota Anda.' },
  },
  PROVINCE: {
    code: RecommendationReasonCode.SAME_PROVINCE,
    text: { en: 'It is in your province.', id: 'Lokasinya di provinsi Anda.' },
  },
  REMOTE: {
    code: RecommendationReasonCode.REMOTE,
    text: { en: 'You can do it from anywhere.', id: 'Dapat dikerjakan dari mana saja.' },
  },
  ELSEWHERE: {
    code: RecommendationReasonCode.ELSEWHERE,
    text: { en: 'It is in another province than yours.', id: 'Lokasinya di provinsi lain.' },
  },
};

const levels = {
  met: {
    code: RecommendationReasonCode.LEVEL_MET,
    text: {
      en: 'Your level is enough in each of these skills.',
      id: 'Tingkat Anda cukup untuk semua keterampilan itu.',
    },
  },
  below: {
    code: RecommendationReasonCode.LEVEL_BELOW,
    text: {
      en: 'It asks for a higher level in at least one of these skills.',
      id: 'Setidaknya satu dari keterampilan itu menuntut tingkat yang lebih tinggi.',
    },
  },
};

const skillsOf = (matching: number, asked: number): Reason => ({
  code: RecommendationReasonCode.SKILLS_MATCH,
  text: {
    en: `You have ${matching} of the ${asked} skills that it asks for.`,
    id: `Anda memiliki ${matching} dari ${asked} keterampilan yang diminta.`,
  },
});

const newest: Reason = {
  code: RecommendationReasonCode.NEW,
  text: { en: `It was posted in the last ${NEW_DAYS} days.`, id: `Dipasang dalam ${NEW_DAYS} hari terakhir.` },
};

/** Returns why a vacancy is recommended, the weightiest first, in a language. */
export const reasonsOf = (
  { matchingCodes, asked, isLevelMet, place, postedAt }: Grounds,
  { now, language }: { now: Date; language: Language },
): { code: Code; text: string }[] => {
  const isNew = now.getTime() - postedAt.getTime() < NEW_DAYS * DAY_MS;
  const reasons = [
    skillsOf(matchingCodes.length, asked),
    isLevelMet ? levels.met : levels.below,
    ...(place === 'UNKNOWN' ? [] : [places[place]]),
    ...(isNew ? [newest] : []),
  ];
  return reasons.map(({ code, text }) => ({ code, text: text[language] }));
};

/** What explains why an alumnus is recommended for a vacancy: no more than the search that found them says. */
export interface AlumnusGrounds {
  matching: number;
  asked: number;
  place: 'PROVINCE' | 'REMOTE' | 'ELSEWHERE';
}

const alumnusPlaces: Record<AlumnusGrounds['place'], Reason> = {
  PROVINCE: {
    code: RecommendationReasonCode.SAME_PROVINCE,
    text: { en: 'They live in the province of the vacancy.', id: 'Tinggal di provinsi lokasi lowongan.' },
  },
  REMOTE: {
    code: RecommendationReasonCode.REMOTE,
    text: { en: 'The work can be done from anywhere.', id: 'Pekerjaan dapat dilakukan dari mana saja.' },
  },
  ELSEWHERE: {
    code: RecommendationReasonCode.ELSEWHERE,
    text: {
      en: 'They live in another province than the vacancy is in.',
      id: 'Tinggal di provinsi lain dari lowongan.',
    },
  },
};

/** Returns why an alumnus is recommended for a vacancy, the weightiest first, in a language. */
export const alumnusReasonsOf = (
  { matching, asked, place }: AlumnusGrounds,
  language: Language,
): { code: Code; text: string }[] => {
  const skills = {
    code: RecommendationReasonCode.SKILLS_MATCH,
    text: {
      en: `Certificates prove ${matching} of the ${asked} skills that the vacancy asks for.`,
      id: `Sertifikat membuktikan ${matching} dari ${asked} keterampilan yang diminta lowongan.`,
    },
  };
  return [skills, alumnusPlaces[place]].map(({ code, text }) => ({ code, text: text[language] }));
};
