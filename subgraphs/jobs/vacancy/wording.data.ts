import { FlagKind } from './vacancy.flag.ts';

/** What may not stand in a vacancy: patterns of its words in lower case, in Indonesian and English. */
export interface Wording {
  kind: FlagKind;
  /** The law or circular that forbids it. */
  source: string;
  patterns: readonly RegExp[];
}

const gender = '(?:pria|wanita|laki-laki|perempuan|cowok|cewek|male|female|men|women|man|woman|ladies)';
const demand =
  '(?:khusus|hanya|harus|wajib|diutamakan|lebih disukai|dicari|only|must be|preferably|preferred|looking for)';
const faith =
  '(?:islam|muslim|muslimah|kristen|kristiani|katolik|protestan|hindu|buddha|budha|konghucu|christian|catholic|buddhist)';
const people =
  '(?:jawa|sunda|batak|minang|padang|betawi|madura|bugis|bali|papua|tionghoa|cina|chinese|arab|pribumi|javanese|native indonesian)';
const fee = '(?:biaya|uang|dana|iuran|ongkos)';
const feeFor =
  '(?:administrasi|pendaftaran|registrasi|pelatihan|training|seragam|mcu|medical|medis|tes|test|proses|penempatan|jaminan|deposit|muka|pelicin|keseriusan|sertifikat|visa|akomodasi)';

/** Fees and pledges. */
const fees: Wording = {
  kind: FlagKind.FEE,
  source:
    'UU 13/2003 art. 38 (placement without cost for workers); SE Menaker M/5/HK.04.00/V/2025 (diplomas kept back)',
  patterns: [
    new RegExp(`\\b${fee}\\s+${feeFor}\\b`, 'g'),
    new RegExp(
      `\\b(?:transfer|setor|bayar|kirim|membayar|menyetor|mentransfer)(?:kan)?\\s+(?:\\w+\\s+){0,2}(?:${fee}|rp)\\b`,
      'g',
    ),
    /\bdeposit(?:\s+\w+)?\s+(?:rp|sebesar|awal|wajib)\b/g,
    /\b(?:ijazah|ktp|sertifikat)(?:\s+asli)?\s+(?:di)?(?:tahan|jaminkan|serahkan sebagai jaminan)\b/g,
    /\b(?:penahanan|menahan|jaminan|tahan)\s+ijazah\b/g,
    /\bmembeli\s+(?:paket|produk|seragam|alat)\b.{0,40}\b(?:syarat|terlebih dahulu|dahulu|sebelum)\b/g,
    /\b(?:registration|application|administration|admin|training|processing|placement|uniform|recruitment|visa)\s+fees?\b/g,
    /\b(?:security|refundable|upfront|cash)\s+(?:deposit|payment)\b/g,
    /\b(?:pay|transfer|send)\s+(?:\w+\s+){0,3}(?:fee|deposit|money|rp|idr)\b/g,
  ],
};

const discrimination: Wording = {
  kind: FlagKind.DISCRIMINATION,
  source:
    'UU 13/2003 art. 5–6; UU 8/2016 art. 11 (people with disabilities); SE Menaker M/6/HK.04/V/2025 (age, looks, marital status, origin)',
  patterns: [
    new RegExp(`\\b${demand}\\s+(?:untuk\\s+|bagi\\s+|karyawan\\s+|tenaga\\s+|a\\s+)?${gender}\\b`, 'g'),
    new RegExp(`\\b${gender}\\s+(?:saja|only|preferred|diutamakan)\\b`, 'g'),
    /\bjenis kelamin\s*:?\s*(?:pria|wanita|laki-laki|perempuan)\b/g,
    /\b(?:usia|umur|berusia|berumur)\s*:?\s*(?:maksimal|maksimum|maks?\.?|max\.?|di ?bawah|kurang dari|tidak lebih dari)\s*\d{2}\b/g,
    /\b(?:maksimal|maks?\.?|max\.?)\s+(?:usia|umur|berusia)?\s*\d{2}\s*(?:tahun|thn|th)\b/g,
    /\b(?:usia|umur|berusia|aged?)\D{0,12}\d{2}\s*(?:tahun|thn|th)?\s*(?:-|s\/?d\.?|sampai|hingga|to)\s*\d{2}\b/g,
    /\b(?:max(?:imum)?\.?\s+age|age\s+(?:limit|under|below|up to|max(?:imum)?))\b/g,
    /\b(?:under|below|not older than)\s+\d{2}\s+years?\b/g,
    new RegExp(`\\b${demand}\\s+(?:beragama\\s+|yang\\s+)?${faith}\\b`, 'g'),
    new RegExp(`\\bberagama\\s+${faith}\\b`, 'g'),
    /\bnon[- ]?(?:muslim|islam|kristen)\b/g,
    new RegExp(
      `\\b(?:${demand}\\s+(?:suku|etnis|orang|keturunan|ras|warga)?|suku|etnis|keturunan)\\s+${people}\\b`,
      'g',
    ),
    new RegExp(`\\b${people}\\s+only\\b`, 'g'),
    /\b(?:belum|tidak)\s+(?:pernah\s+)?(?:menikah|kawin|berkeluarga)\b/g,
    /\b(?:berstatus|status|harus|wajib|must be)\s+(?:single|lajang|unmarried|belum menikah)\b/g,
    /\bsingle only\b|\bunmarried\b/g,
    /\btidak\s+(?:sedang\s+)?hamil\b|\bnot\s+pregnant\b/g,
    /\b(?:ber)?penampilan\s+(?:menarik|cantik|ganteng|tampan)\b|\bberparas\b|\bgood[- ]looking\b|\battractive\s+(?:appearance|looks?)\b/g,
    /\btinggi\s+(?:badan\s+)?(?:minimal|minimum|min\.?)\s*\d{3}\b|\bminimum height\b|\bberkulit (?:putih|cerah)\b|\bfair skin\b/g,
    /\b(?:tidak|bukan|non)\s+(?:penyandang\s+)?(?:cacat|difabel|disabilitas)\b|\bno disabilit(?:y|ies)\b|\bable-bodied\b/g,
  ],
};

export const wordings: readonly Wording[] = [fees, discrimination];

/** Words before a match that turn it into its opposite: nothing is asked for. */
export const denials =
  /\b(?:tanpa|tidak|tak|bebas|gratis|bukan|jangan|never|no|not|without|free of|don't|nor|dilarang)\b[^.!?;\n]*$/;

/** Words behind a match that say who pays: not the applicant. */
export const takenOver =
  /^[^.!?;\n]{0,40}\b(?:ditanggung|dibayar(?:kan)? (?:oleh )?(?:perusahaan|kami)|disediakan|gratis|free|covered|paid by (?:us|the (?:company|employer))|nol rupiah)\b/;
