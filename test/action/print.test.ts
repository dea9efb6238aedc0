import { describe, expect, it } from 'vitest';
import { printable } from '../../src/action/print.ts';
import { commands } from './support/commands.ts';

const breaks = ['\n', '\r', '\r\n', '\u2028', '\u2029', '\u0085', '\v', '\f', '\n\n', '\n \n'];

describe('what the Action prints', () => {
  it('never begins a line with a workflow command, whatever line break stands before it', () => {
    for (const command of commands) {
      for (const lineBreak of breaks) {
        const lines = printable(`finding${lineBreak}${command}`).split(/[\n\r\u2028\u2029\u0085\v\f]/u);
        expect(lines.filter((line) => !line.startsWith('| '))).toEqual([]);
      }
    }
  });

  it('shows control and direction characters as a replacement character', () => {
    expect(printable('a\u001b[31mb\u202ec')).toBe('| a\u{fffd}[31mb\u{fffd}c');
  });
});
