import type { FileFact } from '../../src/generated/types.ts';
import {
  bindingCodes,
  changePath,
  changeText,
  decisionOf,
  idUse,
  policyText,
  removedFile,
  rolloutPath,
  rolloutText,
  type Scene,
  textFact,
} from '../support/snapshot.ts';
import type { Attack } from './attack.ts';

const moved = (path: string, previous_path: string): FileFact => ({ path, previous_path, change: 'renamed' });
const policyEdit = (text: string): Scene => ({
  files: ['prompts/system.md', '.github/rollout-gate.yml'],
  records: [textFact('.github/rollout-gate.yml', text)],
});
const noReviews: Scene['facts'] = { reviews: { complete: true, list: [] } };
const withPlatform = changeText.replace('[engineering, safety]', '[engineering, safety, platform]');

/** A pull request that brings its own rules, or hides what it changes (T19, T10). */
const scenes: readonly (readonly [name: string, code: string, scene: Scene])[] = [
  ['a pull request that empties the policy', 'review_missing', { ...policyEdit(''), facts: noReviews }],
  [
    'a pull request whose policy demands nothing',
    'review_missing',
    { ...policyEdit('version: 1\nrisk: { high: {} }\n'), facts: noReviews },
  ],
  [
    'a pull request whose policy names its author as reviewer',
    'review_missing',
    { ...policyEdit(policyText.replaceAll('[bob]', '[ada]').replaceAll('[carol]', '[ada]')), facts: noReviews },
  ],
  [
    'a pull request that takes the policy away',
    'review_missing',
    { files: ['prompts/system.md', removedFile('.github/rollout-gate.yml')], facts: noReviews },
  ],
  [
    'a record that declares less than the diff touches',
    'surface_undeclared',
    { files: ['prompts/system.md', 'policy/a.rego'] },
  ],
  [
    'a file moved out of a surface by a rename',
    'surface_undeclared',
    { files: ['prompts/system.md', moved('docs/a.rego', 'policy/a.rego')] },
  ],
  [
    'a file moved into a surface by a rename',
    'surface_undeclared',
    { files: ['prompts/system.md', moved('policy/a.rego', 'docs/a.rego')] },
  ],
  [
    'a record that calls a high risk low',
    'risk_below_floor',
    { change: changeText.replace('risk_level: high', 'risk_level: low') },
  ],
  ['no record where one is needed', 'record_missing', { change: null, rollout: null }],
  ['no rollout record', 'rollout_record_missing', { rollout: null }],
  ['an emptied record', 'record_malformed', { change: '' }],
  [
    'a record taken away',
    'record_removed',
    {
      change: null,
      rollout: null,
      files: ['prompts/system.md', removedFile(changePath)],
      records: [textFact(changePath, changeText, 'base')],
    },
  ],
  [
    'a record renamed out of sight',
    'record_removed',
    {
      change: null,
      rollout: null,
      files: ['prompts/system.md', moved('old/change.yaml', changePath)],
      records: [textFact(changePath, changeText, 'base')],
    },
  ],
  [
    'a record that drops a review which the base demands',
    'review_missing',
    {
      records: [textFact(changePath, withPlatform, 'base')],
      facts: { teams: [{ team: 'platform', readable: true, size: 3, acted: [] }] },
    },
  ],
  [
    'a rollout record that empties block_if',
    'blocker_unknown',
    { records: [textFact(rolloutPath, `${rolloutText}rollout:\n  block_if: [direct_access]\n`, 'base')] },
  ],
  ["another pull request's change_id", 'change_id_in_use', { facts: idUse({ pull_request: 8 }) }],
  ['the change_id of a rollout that has begun', 'change_rollout_begun', { facts: idUse({ rollout: 'begun' }) }],
  ['the change_id of a rollout that has ended', 'change_rollout_begun', { facts: idUse({ rollout: 'ended' }) }],
  [
    'a bundle_id that was used before',
    'bundle_id_in_use',
    { facts: idUse({ change_id: 'chg-0', bundle_id: 'bundle-1', rollout: 'ended' }) },
  ],
  [
    'two records of two changes in one folder',
    'change_id_mismatch',
    { rollout: rolloutText.replace('chg-1', 'chg-2') },
  ],
  ['more traffic than the wave has', 'traffic_exceeds_wave', { rollout: rolloutText.replace('5%', '50%') }],
  ['a wave that the plan does not have', 'wave_unknown', { rollout: rolloutText.replace('canary', 'everyone') }],
  [
    'an id that is a path',
    'id_unusable',
    { change: changeText.replace('chg-1', '../../x'), rollout: rolloutText.replace('chg-1', '../../x') },
  ],
];

export const attacksByRecords: readonly Attack[] = scenes.map(([name, refusedWith, scene]) => ({
  threat: 'T19',
  name,
  refusedWith,
  attempt: () => {
    const decision = decisionOf(scene);
    const problems = decision.problems.map(({ code }) => code);
    return { codes: [...bindingCodes(decision), ...problems], through: decision.verdict === 'go' };
  },
}));
