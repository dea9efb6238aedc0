import type { Reaction, ReactionContent } from '../../state/pull-request.ts';
import { select } from '../../state/queries.ts';
import { time } from '../../views/schema.ts';
import { connection, type PageArguments, type View } from '../connection.ts';
import type { Scope } from '../scope.ts';

/** GraphQL's names of REST's reactions. */
export const reactionContents: Readonly<Record<string, ReactionContent>> = {
  THUMBS_UP: '+1',
  THUMBS_DOWN: '-1',
  LAUGH: 'laugh',
  HOORAY: 'hooray',
  CONFUSED: 'confused',
  HEART: 'heart',
  ROCKET: 'rocket',
  EYES: 'eyes',
};

const nameOf = (content: ReactionContent): string =>
  Object.entries(reactionContents).find(([, one]) => one === content)?.[0] ?? '';

export function reactionView(scope: Scope, reaction: Reaction): View {
  return {
    __typename: 'Reaction',
    id: reaction.nodeId,
    databaseId: reaction.id,
    content: nameOf(reaction.content),
    createdAt: time(reaction.createdAt),
    user: () => scope.view.actor(reaction.userId),
  };
}

const reactionsOf = ({ world }: Scope, subjectId: string): Reaction[] =>
  select(world.reactions.values(), (one) => one.subjectId === subjectId);

/** All eight, also those that nobody gave. */
export function reactionGroups(scope: Scope, subjectId: string): View[] {
  const own = reactionsOf(scope, subjectId);
  return Object.entries(reactionContents).map(([name, content]) => {
    const given = own.filter((one) => one.content === content);
    return {
      __typename: 'ReactionGroup',
      content: name,
      createdAt: given[0] === undefined ? null : time(given[0].createdAt),
      viewerHasReacted:
        'user' in scope.actor && given.some((one) => 'user' in scope.actor && one.userId === scope.actor.user.id),
      reactors: (page: PageArguments) =>
        connection(
          given,
          page,
          (one) => scope.view.actor(one.userId) ?? {},
          (one) => ({ reactedAt: time(one.createdAt) }),
        ),
    };
  });
}

/** `reactions` and `reactionGroups` of whatever can be reacted to. */
export function reactionFields(scope: Scope, subjectId: string): View {
  return {
    reactionGroups: () => reactionGroups(scope, subjectId),
    reactions: (page: PageArguments & { readonly content?: string }) => {
      const content = page.content === undefined ? undefined : reactionContents[page.content];
      const own = reactionsOf(scope, subjectId).filter((one) => content === undefined || one.content === content);
      return connection(own, page, (one) => reactionView(scope, one));
    },
  };
}
