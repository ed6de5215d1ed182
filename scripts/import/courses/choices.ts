import { choicesOf } from '../words.ts';

/** ONLINE, OFFLINE or HYBRID, also in Indonesian. */
export const modeOf = choicesOf({
  ONLINE: ['daring', 'webinar', 'onlineclass', 'jarakjauh', 'kelasdaring'],
  OFFLINE: ['luring', 'tatapmuka', 'inclass', 'facetoface', 'kelasluring', 'onsite'],
  HYBRID: ['campuran', 'blended', 'hibrida', 'hibrid', 'blendedlearning', 'bauran'],
});

/** A need that a course serves, also in Indonesian. */
export const needOf = choicesOf({
  WHEELCHAIR: ['kursiroda', 'aksesibelkursiroda'],
  SIGN_LANGUAGE: ['bahasaisyarat', 'isyarat'],
  CAPTIONS: ['takarir', 'subtitle', 'subtitles', 'teks', 'caption'],
  SCREEN_READER: ['pembacalayar', 'screenreader'],
});

const languages = choicesOf({
  id: ['indonesia', 'bahasaindonesia', 'indonesian', 'ind'],
  en: ['inggris', 'bahasainggris', 'english', 'eng'],
});

/** The tag of a language that is named; any other text as it is. */
export const languageOf = (text: string): string => languages(text) ?? text.trim();
