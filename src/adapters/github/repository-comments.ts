import { type GivenComment, listedComment } from '../../core/route/comment.ts';
import type { CommentsSince, RepositoryComments } from '../../reconcile/ports/repository-comments.ts';
import { idAt, textAt } from './json-value.ts';
import { restPages } from './rest/pages.ts';
import type { RepositoryName } from './rest/repository-name.ts';
import type { Transport } from './transport/transport.ts';

/** More comments than 3,000 since a watermark are not looked at in one go. */
const mostPages = 30;

/** Comments of all pull requests and issues of a repository, by REST: GraphQL lists them thread by thread only. */
export class GithubRepositoryComments implements RepositoryComments {
  readonly #transport: Transport;
  readonly #appId: number;

  constructor(transport: Transport, appId: number) {
    this.#transport = transport;
    this.#appId = appId;
  }

  async since({ owner, repo }: RepositoryName, since: Date): Promise<CommentsSince> {
    const list = await restPages(this.#transport, {
      template: '/repos/{owner}/{repo}/issues/comments',
      values: { owner, repo, since: `${since.toISOString().slice(0, 19)}Z`, sort: 'created', direction: 'asc' },
      items: (data) => (Array.isArray(data) ? (data as readonly unknown[]) : []),
      mostPages,
    });
    const given = list.items.flatMap((item): GivenComment[] => {
      const comment = listedComment(item);
      return comment === null ? [] : [comment];
    });
    // One that was edited may say anything: whoever could write over it must not hide a command by it.
    const ours = list.items.filter(
      (item) =>
        idAt(item, 'performed_via_github_app', 'id') === this.#appId &&
        textAt(item, 'updated_at') === textAt(item, 'created_at'),
    );
    const last = textAt(list.items.at(-1), 'created_at');
    return { complete: list.complete, last, given, answers: ours.flatMap((item) => textAt(item, 'body') ?? []) };
  }
}
