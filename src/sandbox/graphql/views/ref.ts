import type { Repository } from '../../state/repository.ts';
import { connection, type PageArguments, type View } from '../connection.ts';
import type { Scope } from '../scope.ts';
import { ruleView, rulesOfBranch } from './rule.ts';

/** `qualifiedName` is full (`refs/heads/main`) or a branch's name; null when there is no such ref. */
export function refView(scope: Scope, repository: Repository, qualifiedName: string): View | null {
  const full = qualifiedName.startsWith('refs/') ? qualifiedName : `refs/heads/${qualifiedName}`;
  const sha = repository.refs.get(full);
  if (sha === undefined) return null;
  const [, kind = '', ...rest] = full.split('/');
  const name = rest.join('/');
  return {
    __typename: 'Ref',
    id: `REF_${Buffer.from(`${repository.id}:${full}`).toString('base64url')}`,
    name,
    prefix: `refs/${kind}/`,
    target: () => scope.view.object(repository, sha),
    repository: () => scope.view.repository(repository),
    rules: (page: PageArguments) =>
      connection(kind === 'heads' ? rulesOfBranch(scope.world, repository, name) : [], page, (rule) =>
        ruleView(scope, rule),
      ),
  };
}
