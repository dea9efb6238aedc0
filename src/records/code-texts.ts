import { answers, reasons } from '../generated/codes.ts';

/** What the codes of reasons and answers mean and what comes next, by code, for the words of answers. */
export const codeTexts = { answers, reasons } as const;
