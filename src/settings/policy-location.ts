/** Where an organisation's defaults are: a file of a repository at one commit, whose content never changes. */
export interface PolicyLocation {
  readonly owner: string;
  readonly repo: string;
  /** Full SHA, 40 lower-case hex digits. */
  readonly commit: string;
  readonly path: string;
}

const usualPath = '.github/rollout-gate.yml';

/** What the operator has to write, for every message about it. */
export const policyLocationForm = 'OWNER/REPO@COMMIT or OWNER/REPO@COMMIT:PATH, the commit as 40 lower-case hex digits';

/**
 * `OWNER/REPO@COMMIT[:PATH]`, the path `.github/rollout-gate.yml` unless given; null = not of this form. A branch or tag is
 * refused: whoever may move it could change what every repository is judged by.
 */
export function policyLocation(text: string): PolicyLocation | null {
  const [, owner, repo, commit, path = usualPath] =
    /^([A-Za-z0-9][\w-]{0,99})\/([\w.-]{1,100})@([0-9a-f]{40})(?::([\w./-]{1,200}))?$/.exec(text) ?? [];
  if (owner === undefined || repo === undefined || commit === undefined) return null;
  const steps = [repo, ...path.split('/')];
  return steps.some((step) => step === '' || step === '.' || step === '..') ? null : { owner, repo, commit, path };
}

/** The location with its path, as an operator may write it. */
export function locationText({ owner, repo, commit, path }: PolicyLocation): string {
  return `${owner}/${repo}@${commit}:${path}`;
}
