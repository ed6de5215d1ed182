/** What a bank says of one transfer: ACCP, PDNG, ACSC or RJCT, with a reason of ISO 20022 for the last one. */
export interface Statement {
  reference: string;
  status: 'ACCP' | 'PDNG' | 'ACSC' | 'RJCT';
  reason?: string;
}

interface ReportFacts {
  messageId: string;
  originalMessageId: string;
  at: Date;
  statements: readonly Statement[];
}

const itemOf = ({ reference, status, reason }: Statement, index: number): string =>
  `<TxInfAndSts><StsId>${index + 1}</StsId><OrgnlEndToEndId>${reference}</OrgnlEndToEndId><TxSts>${status}</TxSts>` +
  `${reason ? `<StsRsnInf><Rsn><Cd>${reason}</Cd></Rsn></StsRsnInf>` : ''}</TxInfAndSts>\n`;

/** Writes a payment status report (pain.002.001.10); a group whose transfers differ, or are not all named, is PART. */
export const writeReport = ({ messageId, originalMessageId, at, statements }: ReportFacts): string =>
  '<?xml version="1.0" encoding="UTF-8"?>\n' +
  '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>\n' +
  `<GrpHdr><MsgId>${messageId}</MsgId><CreDtTm>${at.toISOString()}</CreDtTm></GrpHdr>\n` +
  `<OrgnlGrpInfAndSts><OrgnlMsgId>${originalMessageId}</OrgnlMsgId>` +
  '<OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId><GrpSts>PART</GrpSts></OrgnlGrpInfAndSts>\n' +
  `<OrgnlPmtInfAndSts><OrgnlPmtInfId>${originalMessageId}</OrgnlPmtInfId>\n` +
  `${statements.map(itemOf).join('')}</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>\n`;
