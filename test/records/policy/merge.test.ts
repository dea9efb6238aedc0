import { describe, expect, it } from 'vitest';
import { readPolicy } from '../../../src/records/policy/reader.ts';

const path = '.github/rollout-gate.yml';
const defaults = 'acme/.github:rollout-gate.yml';

function over(organization: string, repository: string) {
  return readPolicy(repository, path, { organization: { text: organization, path: defaults } });
}

describe('organisation defaults', () => {
  it('fill in what the repository does not say, mappings by key', () => {
    const { effective } = over(
      'version: 1\nroles: { safety: { teams: [safety], approvals: 2 } }\nrisk: { high: { reviews: [safety] } }\n',
      'version: 1\nroles: { engineering: { teams: [eng] }, safety: { approvals: 1 } }\n',
    );
    expect(effective?.roles['safety']).toMatchObject({ teams: ['safety'], approvals: 1 });
    expect(effective?.roles['engineering']).toMatchObject({ teams: ['eng'] });
    expect(effective?.risk.high.reviews).toEqual(['safety']);
  });

  it('give way to the lists of the repository', () => {
    const { effective } = over(
      'version: 1\nsurfaces: { prompts: { paths: [a, b], risk: high } }\n',
      'version: 1\nsurfaces: { prompts: { paths: [c] } }\n',
    );
    expect(effective?.surfaces['prompts']).toMatchObject({ paths: ['c'], risk: 'high' });
  });

  it('never mix two definitions of one signal', () => {
    const { effective, problems } = over(
      'version: 1\nsignals: { s: { job: { name: j }, trusted_paths: [evals/**] } }\n',
      'version: 1\nsignals: { s: { file: PLAN.md } }\n',
    );
    expect(problems).toEqual([]);
    expect(effective?.signals['s']).toMatchObject({ source: { kind: 'file', path: 'PLAN.md' }, trusted_paths: [] });
  });

  it('show a problem in the file that holds it', () => {
    const { effective, problems } = over(
      'version: 1\n\nroles: { safety: { teams: [s] } }\nrisk: { low: { reviews: [ghost] } }\n',
      'version: 1\nrisk: { high: { reviews: [phantom] } }\n',
    );
    expect(effective).toBeNull();
    expect(problems.map(({ where, code }) => `${where.file}:${where.line} ${code}`)).toEqual([
      `${path}:2 role_undefined`,
      `${defaults}:4 role_undefined`,
    ]);
  });

  it('that are malformed make the whole policy unusable', () => {
    const { effective, problems } = over('version: 1\nrolls: {}\n', 'version: 1\n');
    expect(effective).toBeNull();
    expect(problems).toMatchObject([{ code: 'policy_key_unknown', where: { file: defaults, line: 2 } }]);
  });
});
