import type { Text } from '../../kit/language.ts';
import type { IdentityMatchState } from './match.status.ts';

/** What a person can do, by what the registry has said; the same for everyone who is not confirmed. */
export const nextSteps: Readonly<Record<`${IdentityMatchState}`, Text | null>> = {
  WAITING: {
    en: 'Nothing: we are asking the civil registry. You can join a wave meanwhile.',
    id: 'Tidak ada: kami sedang menanyakan data Anda ke Dukcapil. Sementara itu Anda dapat mengikuti gelombang.',
  },
  CONFIRMED: null,
  NOT_CONFIRMED: {
    en: 'Compare NIK, name, birth date and family card with your documents and correct what was mistyped. If all of it is right, open a dispute: two officers look at your documents.',
    id: 'Cocokkan NIK, nama, tanggal lahir, dan kartu keluarga dengan dokumen Anda, lalu perbaiki yang keliru. Bila semuanya sudah benar, ajukan sengketa: dua petugas akan memeriksa dokumen Anda.',
  },
};
