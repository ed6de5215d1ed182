import { formsOf } from '../../kit/search/forms.ts';
import { fillersOf, wordsOf } from '../../kit/search/words.ts';

/** Words that most vacancies could have; none needs them to be found, but those that have them come first. */
const fillers = fillersOf(`
  lowongan loker kerja bekerja pekerjaan pekerja karyawan dibutuhkan dicari butuh cari mencari posisi jabatan bagian lulusan
  pengalaman berpengalaman gaji staf staff job jobs work vacancy vacancies wanted needed hiring position
`);

/** Words of a text that looks for vacancies, as the statement reads them: each with every form that texts may have. */
export const typedVacancyWords = (text: string): { words: string[]; is_filler: boolean }[] =>
  wordsOf(text, fillers).map(({ words, isFiller }) => ({
    words: [...new Set([...words.slice(0, 1), ...words.flatMap(formsOf)])],
    is_filler: isFiller,
  }));
