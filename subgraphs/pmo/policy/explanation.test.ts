import { expect, test } from 'vitest';
import { evaluate } from './evaluate.ts';
import { factsOfStated } from './stated-facts.ts';
import { policyOf } from './versions.ts';

const explained = (version: string, language: 'en' | 'id') => {
  const stated = {
    birthDate: '1950-01-01',
    workStatus: 'WORKER',
    occupation: 'POLICE',
    isInFormalEducation: true,
    receivesSocialAid: true,
    hasReceivedBefore: true,
    recipientsInFamily: 2,
    wave: 19,
  };
  const { reasons } = evaluate(policyOf(version), factsOfStated(stated, '2021-09-04'));
  return `\n${reasons.map(({ code, article, text }) => `${code} (${article})\n  ${text[language]}`).join('\n')}\n`;
};

test('a decision explains itself to a citizen in English', () => {
  expect(explained('2020-B', 'en')).toMatchInlineSnapshot(`
    "
    AGE_ABOVE_MAXIMUM (Sakernas supplement, from wave 18)
      You are older than 64. Since wave 18 the programme takes people from 18 to 64. Your local manpower office (Dinas Tenaga Kerja) knows other training.
    IN_FORMAL_EDUCATION (Permenko 11/2020 art. 2)
      You said that you are in formal education (school or university). You can join when you have finished or left it: change it in your profile then.
    OCCUPATION_BARRED (Permenko 11/2020)
      Your occupation is one that the regulation bars (state officials, civil servants, military, police, village officials, heads of state companies). You can join when you no longer hold it: change it in your profile then.
    RECEIVES_SOCIAL_AID (Permenko 11/2020; press of 2021)
      You are on a list of people who receive other social aid (DTKS, BSU or BPUM). During the pandemic nobody receives both. If you get no such aid, ask your village or social office to correct the list.
    RECEIVED_BEFORE (Permenko 11/2020 art. 17)
      You already were a recipient in an earlier wave, and each person receives once in a lifetime. You can still use the free courses for alumni.
    KK_HAS_TWO_RECIPIENTS (Press of 2021 and 2024)
      Two people on your family card (KK) are recipients already, and that is the most. If you have moved to another family card, correct its number in your profile.
    "
  `);
});

test('a decision explains itself to a citizen in Indonesian', () => {
  expect(explained('2020-B', 'id')).toMatchInlineSnapshot(`
    "
    AGE_ABOVE_MAXIMUM (Sakernas supplement, from wave 18)
      Usia Anda di atas 64 tahun. Sejak gelombang 18, program menerima peserta berusia 18 sampai 64 tahun. Dinas Tenaga Kerja setempat dapat menunjukkan pelatihan lain.
    IN_FORMAL_EDUCATION (Permenko 11/2020 art. 2)
      Anda menyatakan sedang mengikuti pendidikan formal (sekolah atau kuliah). Anda dapat bergabung setelah selesai atau berhenti: perbarui profil Anda saat itu.
    OCCUPATION_BARRED (Permenko 11/2020)
      Pekerjaan Anda termasuk yang tidak diperbolehkan oleh peraturan (pejabat negara, ASN, TNI, Polri, perangkat desa, pimpinan BUMN/BUMD). Anda dapat bergabung setelah tidak lagi menjabat: perbarui profil Anda saat itu.
    RECEIVES_SOCIAL_AID (Permenko 11/2020; press of 2021)
      Anda tercatat sebagai penerima bantuan sosial lain (DTKS, BSU, atau BPUM). Selama pandemi, satu orang tidak menerima keduanya. Bila Anda tidak menerimanya, mintalah kelurahan atau dinas sosial memperbaiki data.
    RECEIVED_BEFORE (Permenko 11/2020 art. 17)
      Anda sudah pernah menjadi penerima pada gelombang sebelumnya, dan setiap orang menerima hanya satu kali seumur hidup. Anda tetap dapat mengikuti pelatihan gratis untuk alumni.
    KK_HAS_TWO_RECIPIENTS (Press of 2021 and 2024)
      Sudah ada dua penerima dalam Kartu Keluarga (KK) Anda, dan itu batasnya. Bila Anda sudah pindah KK, perbaiki nomornya di profil Anda.
    "
  `);
});

test('the facts of a decision are one text, and its hash is what sha256sum says', () => {
  const siti = {
    birthDate: '1994-05-17',
    workStatus: 'JOB_SEEKER',
    occupation: 'NONE',
    isInFormalEducation: false,
    receivesSocialAid: true,
    hasReceivedBefore: false,
    recipientsInFamily: 1,
    wave: 19,
  };
  expect(evaluate(policyOf('2023'), factsOfStated(siti, '2023-02-01'))).toMatchInlineSnapshot(`
    {
      "facts": "age=28 wave=19 work=JOB_SEEKER occupation=NONE school=no lists=SOCIAL_AID award=no card=1 nik=yes",
      "factsHash": "f2983516774d77bed9b42e1b94883e788779584f612f1259555bac553318b375",
      "isEligible": true,
      "policyVersion": "2023",
      "reasons": [],
    }
  `);
});
