import { Problem } from '../../../platform/http/problem.js';

/** A file that cannot be read as CSV: what is wrong, in which row of the spreadsheet, and what to do. Nothing of its content. */
export class FileFault extends Problem {
  constructor(code: FileFaultCode, detail: string, status = 422) {
    super(status, code, detail);
  }
}

export type FileFaultCode =
  | 'empty-file'
  | 'no-rows'
  | 'wrong-encoding'
  | 'nul-byte'
  | 'unclosed-quote'
  | 'row-too-long'
  | 'too-many-columns'
  | 'unsupported-media-type'
  | 'damaged-workbook'
  | 'unknown-sheet'
  | 'payload-too-large';
