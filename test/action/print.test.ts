import { describe, expect, it } from 'vitest';
import { printable } from '../../src/action/print.ts';

const commands = [
  '::add-mask::secret',
  '::stop-commands::x',
  '::error file=a.js,line=1::x',
  '::set-output name=a::b',
  '::set-env name=PATH::x',
  '::save-state name=x::y',
  '::group::x',
  '::endgroup::',
  '::debug::x',
  '::notice::x',
  '::warning::x',
  '::echo::on',
  '::add-matcher::x.json',
  '::remove-matcher owner=x::',
  '::add-path::/x',
  '##[error]x',
  '##[group]x',
  '##[command]x',
];
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
