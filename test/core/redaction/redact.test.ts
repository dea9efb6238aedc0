import { afterEach, describe, expect, it, vi } from 'vitest';
import { redact, redactQuotes } from '../../../src/core/redaction/redact.ts';

const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIxIiwiZXhwIjoxfQ.c2lnbmF0dXJlLW9mLWl0';
const token = 'AbCdEfGhIjKlMnOpQrStUvWxYz0123456789';

describe('what has the form of a secret', () => {
  it.each([
    ['a token of an installation', `got ghs_${token}.`, 'got [secret]'],
    ['an installation token with an App id and a JWT', `x ghs_12345_${jwt} y`, 'x [secret] y'],
    ['a personal token', `"ghp_${token}"`, '"[secret]"'],
    ['an OAuth token', `(gho_${token})`, '([secret])'],
    ['a user token', `ghu_${token}`, '[secret]'],
    ['a refresh token', `ghr_${token}, x`, '[secret], x'],
    ['a fine-grained token', `github_pat_11ABC_${token}`, '[secret]'],
    ['a token right behind an escaped line break', `\\nghs_${token}`, '\\n[secret]'],
    ['a token of the older kind', `v1.${'0123456789abcdef'.repeat(3)}`, '[secret]'],
    ['a JWT', `jwt ${jwt} end`, 'jwt [secret] end'],
    ['a JWT in an address', `https://h/p?q=${jwt}&r=1`, 'https://h/p?q=[secret]&r=1'],
    ['a bearer', 'Authorization: Bearer abc.def', 'Authorization: [secret]'],
    ['a bearer alone', 'sent bearer abcdef to it', 'sent bearer [secret] to it'],
    ['basic', 'authorization: basic dXNlcjpwYXNz== x', 'authorization: [secret] x'],
    ['a header of the word token', 'Authorization: token 0123abcd', 'Authorization: [secret]'],
    ['a header in JSON', '{"authorization":"token 0123abcd","a":1}', '{"authorization":[secret]","a":1}'],
    ['JSON in JSON', '{\\"client_secret\\":\\"a b\\",\\"a\\":1}', '{\\"client_secret\\":[secret]\\",\\"a\\":1}'],
    ['a value with quotation marks in it', 'password="a\\"b" c', 'password=[secret]" c'],
    ['a signature of a delivery', 'X-Hub-Signature-256: sha256=00ff', 'X-Hub-Signature-256: [secret]'],
    ['a signed address of S3', 'https://s/x?X-Amz-Signature=0f&b=1', 'https://s/x?X-Amz-Signature=[secret]&b=1'],
    ['a signed address of Azure', 'https://s/x?se=2026&sig=a%2Fb%3D&c', 'https://s/x?se=[secret]&sig=[secret]&c'],
    ['a token in an address', 'https://s/x?token=abc#f', 'https://s/x?token=[secret]'],
    [
      'a signed address inside of one',
      'u=https%3A%2F%2Fs%3Fa%3D1%26sig%3Dabc&b',
      'u=https%3A%2F%2Fs%3Fa%3D1%26sig%3D[secret]&b',
    ],
    ['a user in an address', 'https://me:pass@host/x', 'https://[secret]@host/x'],
    ['a key', `a\n-----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY-----\nb`, 'a\n[secret]\nb'],
    ['a key without line breaks', '-----BEGIN PRIVATE KEY-----\\nMII\\n-----END PRIVATE KEY----- b', '[secret] b'],
    ['a key cut off', 'a -----BEGIN PRIVATE KEY-----\nMII', 'a [secret]'],
    ['an environment', 'WEBHOOK_SECRET=abcdef PORT=3000', 'WEBHOOK_SECRET=[secret] PORT=3000'],
  ])('%s is hidden, and stays so when it is hidden again', (_what, text, shown) => {
    expect(redact(text)).toBe(shown);
    expect(redact(shown)).toBe(shown);
  });

  it.each([
    ['ghp_', 6],
    ['gho_', 6],
    ['ghu_', 6],
    ['ghs_', 6],
    ['ghr_', 6],
    ['github_pat_', 6],
    ['v1.', 32],
    ['eyJ', 16],
  ])('%s with %i characters behind it is hidden, and with one less it is a word', (beginning, least) => {
    const rest = token.slice(0, least);
    expect(redact(`${beginning}${rest}`)).toBe('[secret]');
    expect(redact(`${beginning}${rest.slice(1)}`)).toBe(`${beginning}${rest.slice(1)}`);
  });

  it.each([
    'GitHub answered 404 to GET /repos/acme/agents: Not Found',
    'acme/agents#12 was judged: go',
    'weight_sum of highs_lows, eyJ, v1.2.3, token, a secret, sig',
    'https://github.com/acme/agents/pull/1?x=1#y',
    'basic',
    'The file of PRIVATE_KEY_PATH holds no private key in PEM form.',
    'pull_request delivery 0f8b4a10-0000-11ef-9e2b-000000000000',
    '',
  ])('other words stay: %s', (text) => expect(redact(text)).toBe(text));

  it.each([
    ['`token: expected a text`, basic auth is unknown', null],
    [`Unknown key "ghp_${token}" is ignored`, 'Unknown key "[secret]" is ignored'],
    ['Unknown key "https://s/x?sig=abc&b=1" is ignored', 'Unknown key "https://s/x?sig=[secret]&b=1" is ignored'],
    ['got https://me:pass@host/x', 'got https://[secret]@host/x'],
  ])('in a sentence of ours less is hidden: %s', (text, shown) => expect(redactQuotes(text)).toBe(shown ?? text));

  it('hides known secrets wherever they stand, the longer before the shorter', () => {
    expect(redact('a hunter22xyz b hunter22', ['hunter22xyz', 'hunter22', ''])).toBe('a [secret] b [secret]');
    expect(redact('$& in $&', ['in'])).toBe('$& [secret] $&');
  });
});

describe('a text made to be slow', () => {
  afterEach(() => vi.restoreAllMocks());

  /** Characters that a redaction looks at: each is read by `charCodeAt`, `charAt` or a search. */
  function steps(text: string): number {
    let count = 0;
    const { charCodeAt, charAt, indexOf, slice } = String.prototype;
    vi.spyOn(String.prototype, 'charCodeAt').mockImplementation(function (this: string, at) {
      count += 1;
      return charCodeAt.call(this, at);
    });
    vi.spyOn(String.prototype, 'charAt').mockImplementation(function (this: string, at) {
      count += 1;
      return charAt.call(this, at);
    });
    vi.spyOn(String.prototype, 'indexOf').mockImplementation(function (this: string, what, from = 0) {
      const found = indexOf.call(this, what, from);
      count += (found < 0 ? this.length : found) - Math.min(from, this.length);
      return found;
    });
    vi.spyOn(String.prototype, 'slice').mockImplementation(function (this: string, from = 0, to = this.length) {
      const cut = slice.call(this, from, to);
      count += cut.length;
      return cut;
    });
    redact(text, ['a known secret']);
    vi.restoreAllMocks();
    return count;
  }

  it.each([
    ['eyJ'],
    ['eyJ.'],
    ['ghs_'],
    ['aghs_'],
    ['ghs_x '],
    ['github_pat_'],
    ['v1.'],
    ['://'],
    ['://@'],
    ['a://b'],
    ['@'],
    ['-----BEGIN '],
    ['-----BEGIN -----END '],
    ['-----END '],
    ['-----'],
    ['token='],
    ['token='.toUpperCase()],
    ['token  '],
    ['token"'],
    ['"token":"'],
    ['\\"token\\":\\"'],
    ['\\'],
    ['token=\\'],
    ['bearer '],
    ['authorization: '],
    ['authorization: bearer '],
    ['sig%3D'],
    ['a%3D'],
    ['%3D%3D'],
    ['%'],
    ['a.'],
    ['/'],
    [' '],
    ['token= '],
    ['"'],
    ['a known secre'],
  ])('takes steps in proportion to its length: %s', (piece) => {
    const of = (length: number) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
    const [small, large] = [steps(of(4_096)), steps(of(65_536))];
    expect(large).toBeGreaterThan(0);
    expect(large / small).toBeLessThan(20);
    expect(large).toBeLessThan(80 * 65_536);
  });
});
