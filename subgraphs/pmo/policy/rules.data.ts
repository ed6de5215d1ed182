import type { Rule } from './policy.ts';

type Wording = Pick<Rule, 'demand' | 'reason'>;

/** What each condition demands and how a refusal is explained; versions say where it is written and when it is met. */
export const wordings = {
  IDENTITY_NOT_CONFIRMED: {
    demand: {
      en: 'An Indonesian citizen with an identity card (KTP), registered once.',
      id: 'Warga negara Indonesia yang memiliki KTP dan terdaftar satu kali.',
    },
    reason: {
      en: 'We could not confirm that this identity number (NIK) is yours. Check the number on your identity card and correct it in your profile; if it is right, contact the programme office with your card.',
      id: 'Kami belum dapat memastikan bahwa NIK ini milik Anda. Periksa nomor pada KTP Anda dan perbaiki di profil; bila sudah benar, hubungi Manajemen Pelaksana dengan membawa KTP.',
    },
  },
  AGE_BELOW_MINIMUM: {
    demand: { en: 'At least 18 years old.', id: 'Berusia paling rendah 18 tahun.' },
    reason: {
      en: 'You are younger than 18. You can join from your 18th birthday on.',
      id: 'Usia Anda di bawah 18 tahun. Anda dapat bergabung mulai hari ulang tahun ke-18.',
    },
  },
  AGE_ABOVE_MAXIMUM: {
    demand: { en: 'At most 64 years old.', id: 'Berusia paling tinggi 64 tahun.' },
    reason: {
      en: 'You are older than 64. Since wave 18 the programme takes people from 18 to 64. Your local manpower office (Dinas Tenaga Kerja) knows other training.',
      id: 'Usia Anda di atas 64 tahun. Sejak gelombang 18, program menerima peserta berusia 18 sampai 64 tahun. Dinas Tenaga Kerja setempat dapat menunjukkan pelatihan lain.',
    },
  },
  IN_FORMAL_EDUCATION: {
    demand: { en: 'Not in formal education.', id: 'Tidak sedang mengikuti pendidikan formal.' },
    reason: {
      en: 'You said that you are in formal education (school or university). You can join when you have finished or left it: change it in your profile then.',
      id: 'Anda menyatakan sedang mengikuti pendidikan formal (sekolah atau kuliah). Anda dapat bergabung setelah selesai atau berhenti: perbarui profil Anda saat itu.',
    },
  },
  ON_STUDENTS_LIST: {
    demand: {
      en: 'Not listed as a pupil or student by the education authorities.',
      id: 'Tidak tercatat sebagai siswa atau mahasiswa pada data pendidikan.',
    },
    reason: {
      en: 'The education authorities list you as a pupil or student. If you have finished or left, ask your school or university to update your record; you can join after that.',
      id: 'Anda tercatat sebagai siswa atau mahasiswa pada data pendidikan. Bila sudah lulus atau berhenti, mintalah sekolah atau kampus memperbarui data; setelah itu Anda dapat bergabung.',
    },
  },
  WORK_STATUS_NOT_SERVED: {
    demand: {
      en: 'A job seeker, laid off, furloughed, a worker who needs skills, or the owner of a micro or small business.',
      id: 'Pencari kerja, terkena PHK, dirumahkan, pekerja yang membutuhkan keterampilan, atau pelaku usaha mikro dan kecil.',
    },
    reason: {
      en: 'The programme is for job seekers, people who were laid off or furloughed, workers who need skills, and owners of micro or small businesses. If one of these describes you, correct your work status in your profile.',
      id: 'Program ini untuk pencari kerja, orang yang terkena PHK atau dirumahkan, pekerja yang membutuhkan keterampilan, serta pelaku usaha mikro dan kecil. Bila salah satunya sesuai, perbaiki status pekerjaan di profil Anda.',
    },
  },
  OCCUPATION_BARRED: {
    demand: {
      en: 'Not a state official, member of parliament or council, civil servant, soldier, police officer, village head or official, or director, commissioner or supervisor of a state or regional company.',
      id: 'Bukan pejabat negara, pimpinan dan anggota DPRD, ASN, prajurit TNI, anggota Polri, kepala desa dan perangkat desa, atau direksi, komisaris, dan dewan pengawas BUMN atau BUMD.',
    },
    reason: {
      en: 'Your occupation is one that the regulation bars (state officials, civil servants, military, police, village officials, heads of state companies). You can join when you no longer hold it: change it in your profile then.',
      id: 'Pekerjaan Anda termasuk yang tidak diperbolehkan oleh peraturan (pejabat negara, ASN, TNI, Polri, perangkat desa, pimpinan BUMN/BUMD). Anda dapat bergabung setelah tidak lagi menjabat: perbarui profil Anda saat itu.',
    },
  },
  ON_STATE_OFFICIALS_LIST: {
    demand: {
      en: 'Not listed as a state official, civil servant, soldier or police officer.',
      id: 'Tidak tercatat sebagai pejabat negara, ASN, prajurit TNI, atau anggota Polri.',
    },
    reason: {
      en: 'You are on the list of state officials, civil servants, military and police. If that is out of date, ask the office that you worked for to update its record; you can join after that.',
      id: 'Anda tercatat dalam daftar pejabat negara, ASN, TNI, dan Polri. Bila data tersebut sudah tidak berlaku, mintalah instansi Anda memperbaruinya; setelah itu Anda dapat bergabung.',
    },
  },
  RECEIVES_SOCIAL_AID: {
    demand: {
      en: 'No other social aid (DTKS, wage subsidy BSU, micro-business aid BPUM) during the pandemic.',
      id: 'Tidak menerima bantuan sosial lain (DTKS, BSU, BPUM) selama pandemi.',
    },
    reason: {
      en: 'You are on a list of people who receive other social aid (DTKS, BSU or BPUM). During the pandemic nobody receives both. If you get no such aid, ask your village or social office to correct the list.',
      id: 'Anda tercatat sebagai penerima bantuan sosial lain (DTKS, BSU, atau BPUM). Selama pandemi, satu orang tidak menerima keduanya. Bila Anda tidak menerimanya, mintalah kelurahan atau dinas sosial memperbaiki data.',
    },
  },
  RECEIVED_BEFORE: {
    demand: { en: 'Once in a lifetime.', id: 'Hanya satu kali seumur hidup.' },
    reason: {
      en: 'You already were a recipient in an earlier wave, and each person receives once in a lifetime. You can still use the free courses for alumni.',
      id: 'Anda sudah pernah menjadi penerima pada gelombang sebelumnya, dan setiap orang menerima hanya satu kali seumur hidup. Anda tetap dapat mengikuti pelatihan gratis untuk alumni.',
    },
  },
  REVOKED_BEFORE: {
    demand: {
      en: 'Not revoked in an earlier wave.',
      id: 'Kepesertaan belum pernah dicabut pada gelombang sebelumnya.',
    },
    reason: {
      en: 'Your place in an earlier wave was revoked, since no course was bought in time, and it cannot be given again. If you think that this is a mistake, write to the programme office.',
      id: 'Kepesertaan Anda pada gelombang sebelumnya telah dicabut karena tidak membeli pelatihan tepat waktu, dan tidak dapat diberikan lagi. Bila menurut Anda keliru, hubungi Manajemen Pelaksana.',
    },
  },
  KK_HAS_TWO_RECIPIENTS: {
    demand: {
      en: 'At most two recipients on one family card (KK).',
      id: 'Paling banyak dua penerima dalam satu Kartu Keluarga (KK).',
    },
    reason: {
      en: 'Two people on your family card (KK) are recipients already, and that is the most. If you have moved to another family card, correct its number in your profile.',
      id: 'Sudah ada dua penerima dalam Kartu Keluarga (KK) Anda, dan itu batasnya. Bila Anda sudah pindah KK, perbaiki nomornya di profil Anda.',
    },
  },
} satisfies Record<string, Wording>;

export type RuleCode = keyof typeof wordings;

/** The states of work that the programme serves. */
export const servedWorkStatuses = ['JOB_SEEKER', 'LAID_OFF', 'FURLOUGHED', 'WORKER', 'ENTREPRENEUR'];

type Written = Pick<Rule, 'article' | 'isMet' | 'isOff'>;

/** A version's rule: where it is written and when it is met, with its wording. */
export const rule = (code: RuleCode, written: Written): Rule => ({ code, ...wordings[code], ...written });
