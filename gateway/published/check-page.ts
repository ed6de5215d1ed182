/** What the check of a certificate says. */
export interface CheckedCertificate {
  state: string;
  issuedAt: string;
  validUntil: string | null;
  score: number;
  course: { title: string; institution: { name: string } | null } | null;
  skillLevels: readonly { code: string; level: string | null }[];
}

const states: Readonly<Record<string, string>> = {
  VALID: 'Sah. / Valid.',
  EXPIRED: 'Masa berlakunya sudah habis. / It has expired.',
  REVOKED: 'Sudah dicabut. / It was revoked.',
  KEY_COMPROMISED:
    'Tidak membuktikan apa pun: kunci penandatangannya bocor. / It proves nothing: its key was compromised.',
  RECORDED: 'Sah, dari masa sebelum sertifikat ditandatangani. / Valid, from before certificates were signed.',
};

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (char) => escapes[char] ?? '');

const dates = new Intl.DateTimeFormat('id-ID', { dateStyle: 'long', timeZone: 'Asia/Jakarta' });

const row = (name: string, value: string): string => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`;

/** The policy of the page: it loads nothing and runs nothing. */
export const checkPagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; form-action 'none'";

const style =
  'body{font:1.1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}dt{font-weight:bold}dd{margin:0 0 .8rem}';

/** The page of a check, for who scans the code of a printed certificate; it names nobody. */
export const checkPage = (certificate: CheckedCertificate, id: string): string => {
  const { state, issuedAt, validUntil, score, course, skillLevels } = certificate;
  const skills = skillLevels.map(({ code, level }) => (level === null ? code : `${code} (${level})`)).join(', ');
  const rows = [
    row('Keadaan / State', states[state] ?? state),
    row('Pelatihan / Course', course?.title ?? '—'),
    row('Lembaga / Institution', course?.institution?.name ?? '—'),
    row('Diterbitkan / Issued', dates.format(new Date(issuedAt))),
    ...(validUntil === null ? [] : [row('Berlaku sampai / Valid until', dates.format(new Date(validUntil)))]),
    row('Nilai / Score', `${score}/100`),
    row('Keterampilan / Skills', skills),
    row('Nomor / Id', id),
  ];
  return `<!doctype html><html lang="id"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sertifikat Kartu Prakerja</title><style>${style}</style><h1>Sertifikat Kartu Prakerja</h1><dl>${rows.join('')}</dl></html>\n`;
};
