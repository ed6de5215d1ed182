export { oneMoreTry, subjectOf } from './attempt.statement.ts';
export { type CodeSender, createSender, type SenderOptions } from './code.sender.ts';
export { VerificationChannel } from './verification.channel.ts';
export { closeCodes } from './verification.statement.ts';
