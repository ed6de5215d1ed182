import { notAllowed } from '../../../kit/forbidden.ts';
import { Refusal } from '../../../kit/refusal.ts';

/** Refusals of what witnesses and the officers of a draw do. Codes never change. */
export const refusals = {
  forbidden: () => notAllowed({ scopes: ['wave:manage'] }),
  waveUnknown: () =>
    new Refusal('WAVE_UNKNOWN', { en: 'There is no such wave.', id: 'Gelombang ini tidak ada.' }, ['number']),
  rosterClosed: () =>
    new Refusal('WITNESSES_FIXED', {
      en: 'Witnesses are named before a wave opens.',
      id: 'Saksi ditetapkan sebelum gelombang dibuka.',
    }),
  key: () =>
    new Refusal(
      'WITNESS_KEY_MALFORMED',
      {
        en: 'A witness key is name+id+key, as `npm run graph -- witness keygen` prints it; each is named once.',
        id: 'Kunci saksi berbentuk nama+id+kunci, seperti dicetak `npm run graph -- witness keygen`; masing-masing satu kali.',
      },
      ['witnesses'],
    ),
  threshold: () =>
    new Refusal(
      'WITNESS_THRESHOLD_INVALID',
      {
        en: 'More than half of the witnesses must sign, and no more than there are.',
        id: 'Lebih dari separuh saksi harus menandatangani, dan tidak lebih dari jumlahnya.',
      },
      ['threshold'],
    ),
  notFrozen: () =>
    new Refusal('DRAW_NOT_FROZEN', {
      en: 'There is no such attempt that is frozen and not void.',
      id: 'Tidak ada upaya pengundian seperti ini yang dibekukan dan tidak batal.',
    }),
  samePerson: () =>
    new Refusal('SAME_PERSON', {
      en: 'It takes another officer than the one who froze the entries.',
      id: 'Diperlukan petugas lain dari yang membekukan peserta.',
    }),
  notApproved: () =>
    new Refusal('DRAW_NOT_APPROVED', {
      en: 'A second officer has not approved the frozen entries yet.',
      id: 'Petugas kedua belum menyetujui peserta yang dibekukan.',
    }),
  cosignature: () =>
    new Refusal(
      'COSIGNATURE_INVALID',
      {
        en: 'No witness of this wave made this cosignature of its checkpoint.',
        id: 'Tidak ada saksi gelombang ini yang membuat tanda tangan ini atas checkpoint-nya.',
      },
      ['cosignature'],
    ),
  late: () =>
    new Refusal(
      'COSIGNATURE_LATE',
      { en: 'It was signed after the close of signing.', id: 'Ditandatangani setelah batas waktu.' },
      ['cosignature'],
    ),
  signingOpen: () =>
    new Refusal('SIGNING_OPEN', {
      en: 'Witnesses may still sign; an attempt becomes void after the close only.',
      id: 'Saksi masih dapat menandatangani; upaya hanya dapat dibatalkan setelah batas waktu.',
    }),
  final: () =>
    new Refusal('DRAW_FINAL', {
      en: 'Enough witnesses have signed, or none are asked: this attempt is final.',
      id: 'Saksi yang menandatangani sudah cukup, atau tidak diperlukan: upaya ini final.',
    }),
  reason: () =>
    new Refusal(
      'VOID_REASON_MALFORMED',
      { en: 'A reason has 3 to 500 characters.', id: 'Alasan terdiri dari 3 sampai 500 karakter.' },
      ['reason'],
    ),
};
