import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import encodeQR from 'qr';
import { CertificateState } from './certificate.status.ts';

/** What is printed. */
export interface PrintedCertificate {
  id: string;
  course: string;
  institution: string;
  completedAt: Date;
  /** 0 to 100 */
  score: number;
  skills: readonly { code: string; level: string | null }[];
  /** As its holder states it; a line to write on where it is null. */
  name: string | null;
  state: CertificateState;
  /** Address of the check. */
  address: string;
}

type Document = InstanceType<typeof PDFDocument>;

const require = createRequire(import.meta.url);

/** Files of the fonts, which are embedded: only the letters that a page uses. */
const fonts = {
  regular: require.resolve('@fontsource/atkinson-hyperlegible/files/atkinson-hyperlegible-latin-400-normal.woff'),
  bold: require.resolve('@fontsource/atkinson-hyperlegible/files/atkinson-hyperlegible-latin-700-normal.woff'),
};

const PAGE = { width: 595, height: 842, margin: 64 };
const WIDTH = PAGE.width - 2 * PAGE.margin;
const INK = '#1a1a1a';
const FAINT = '#595959';
const ALARM = '#b00020';
/** Edge of a module of the QR code, in points; a phone reads it from a sheet of paper at arm's length. */
const MODULE = 3.2;
/** The quiet zone that readers need (ISO/IEC 18004), in modules. */
const QUIET = 4;

/** What a certificate says that is no longer good. */
const warnings: Partial<Record<CertificateState, string>> = {
  [CertificateState.EXPIRED]: 'KEDALUWARSA / EXPIRED',
  [CertificateState.REVOKED]: 'DICABUT / REVOKED',
  [CertificateState.KEY_COMPROMISED]: 'TIDAK SAH / NOT VALID',
};

const dates = new Intl.DateTimeFormat('id-ID', { dateStyle: 'long', timeZone: 'Asia/Jakarta' });

const centred = (document: Document, text: string, { size, bold = false, color = INK, gap = 6 }: TextStyle): void => {
  document
    .font(bold ? 'bold' : 'regular')
    .fontSize(size)
    .fillColor(color)
    .text(text, PAGE.margin, document.y, { width: WIDTH, align: 'center' });
  document.y += gap;
};

interface TextStyle {
  size: number;
  bold?: boolean;
  color?: string;
  gap?: number;
}

const printName = (document: Document, name: string | null): void => {
  centred(document, 'diberikan kepada / awarded to', { size: 11, color: FAINT, gap: 10 });
  if (name !== null) {
    centred(document, name, { size: 22, bold: true, gap: 4 });
    const note = 'Nama seperti dinyatakan oleh pemegang / Name as stated by the holder';
    centred(document, note, { size: 8, color: FAINT, gap: 22 });
    return;
  }
  document.y += 26;
  document.moveTo(PAGE.margin + 60, document.y).lineTo(PAGE.width - PAGE.margin - 60, document.y);
  document.lineWidth(0.7).strokeColor(FAINT).stroke();
  document.y += 4;
  centred(document, 'Nama / Name', { size: 8, color: FAINT, gap: 22 });
};

/** Draws the code as filled squares: paths stay sharp in print. */
const printCode = (document: Document, address: string): void => {
  const rows = encodeQR(address, 'raw', { ecc: 'medium', border: QUIET });
  const left = (PAGE.width - rows.length * MODULE) / 2;
  const top = document.y;
  for (const [y, row] of rows.entries()) {
    for (const [x, isDark] of row.entries()) {
      if (isDark) document.rect(left + x * MODULE, top + y * MODULE, MODULE, MODULE);
    }
  }
  document.fill('#000000');
  document.y = top + rows.length * MODULE + 4;
};

const print = (document: Document, printed: PrintedCertificate): void => {
  const { course, institution, completedAt, score, skills, name, address, id, state } = printed;
  document.y = PAGE.margin;
  centred(document, 'Kartu Prakerja', { size: 12, color: FAINT, gap: 16 });
  centred(document, 'SERTIFIKAT PELATIHAN', { size: 26, bold: true, gap: 2 });
  centred(document, 'Certificate of completion', { size: 12, color: FAINT, gap: 28 });
  const warning = warnings[state];
  if (warning) centred(document, warning, { size: 24, bold: true, color: ALARM, gap: 20 });
  printName(document, name);
  centred(document, 'atas penyelesaian pelatihan / for completing the course', { size: 11, color: FAINT, gap: 10 });
  centred(document, course, { size: 18, bold: true, gap: 4 });
  centred(document, institution, { size: 13, gap: 18 });
  centred(document, `Selesai / completed: ${dates.format(completedAt)}   ·   Nilai / score: ${score}/100`, {
    size: 11,
  });
  const taught = skills.map(({ code, level }) => (level === null ? code : `${code} (${level})`)).join(', ');
  centred(document, `Keterampilan / skills: ${taught}`, { size: 11, gap: 20 });
  printCode(document, address);
  centred(document, 'Periksa keasliannya / check it at', { size: 9, color: FAINT, gap: 2 });
  centred(document, address, { size: 9, gap: 2 });
  centred(document, id, { size: 9, color: FAINT, gap: 0 });
};

/** Returns a page of A4 with its fonts embedded, as a PDF. */
export const certificatePdf = (printed: PrintedCertificate): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const document = new PDFDocument({
      size: 'A4',
      margin: PAGE.margin,
      lang: 'id-ID',
      font: fonts.regular,
      info: { Title: `Sertifikat: ${printed.course}`, Author: printed.institution, CreationDate: printed.completedAt },
    });
    const parts: Buffer[] = [];
    document.on('data', (part: Buffer) => parts.push(part));
    document.on('end', () => resolve(Buffer.concat(parts)));
    document.on('error', reject);
    document.registerFont('regular', fonts.regular);
    document.registerFont('bold', fonts.bold);
    print(document, printed);
    document.end();
  });
