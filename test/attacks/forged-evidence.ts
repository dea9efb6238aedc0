import { called, jobs } from './evidence/jobs.ts';
import { others } from './evidence/others.ts';
import { artifacts } from './evidence/reports.ts';
import type { Forgery } from './evidence/scenes.ts';

/** Every forgery. */
export const forgeries: readonly Forgery[] = [...jobs, ...called, ...artifacts, ...others];
