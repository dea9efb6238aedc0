import type { components } from '@octokit/openapi-types';

/** GitHub's own OpenAPI schemas as types: a view that leaves out a required field does not compile. */
export type Schemas = components['schemas'];

/** ISO 8601, UTC, whole seconds, as GitHub writes times. */
export const time = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`;

export const timeOrNull = (date: Date | null): string | null => (date === null ? null : time(date));
