import { describe, expect, it } from 'vitest';
import { toData } from '../../../src/records/yaml/node.ts';
import { readYaml } from '../../../src/records/yaml/reader.ts';
import { TRICKY_FILES } from './tricky-files.ts';

describe('a tricky file is read as YAML 1.2 or refused', () => {
  it('in at least a hundred cases', () => {
    expect(TRICKY_FILES.length).toBeGreaterThanOrEqual(100);
    expect(new Set(TRICKY_FILES.map(([text]) => text)).size).toBe(TRICKY_FILES.length);
  });

  it.each(TRICKY_FILES)('%j', (text, verdict) => {
    const { root, problems } = readYaml(text, 'f.yaml');
    const first = problems.find(({ severity }) => severity === 'error');
    const seen = first === undefined && root !== null ? { data: toData(root) } : { refused: first?.code };
    expect(seen).toEqual(verdict);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
