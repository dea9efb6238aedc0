/** What an issue's text shows once nothing is wrong any more. */
export const DRIFT_GONE = 'gone';

/** An issue of ours that tells a repository of drift, as it is now. */
export interface DriftIssueSeen {
  readonly number: number;
  readonly is_open: boolean;
  /** Whether it has the label that it is found by. */
  readonly is_labelled: boolean;
  /** Digest of the findings that its text shows, or `DRIFT_GONE`; empty = the text is not ours any more. */
  readonly shown: string;
  /** Our newest comment there; null = there is none. */
  readonly word: 'found' | 'gone' | null;
}

/** One write; those of one issue are in the order in which a crash between them is made good by the next look. */
export type DriftStep =
  | { readonly kind: 'open' }
  | { readonly kind: 'label'; readonly number: number }
  | { readonly kind: 'text'; readonly number: number; readonly state: 'open' | 'closed' }
  | { readonly kind: 'word'; readonly number: number; readonly word: 'found' | 'gone' }
  /** A second issue, made by whoever looked at the same time: the oldest stays. */
  | { readonly kind: 'double'; readonly number: number };

/**
 * What has to be written so that one issue says what is wrong now (github-facts T40). `wanted`: digest of the findings, or
 * `DRIFT_GONE`. What somebody closed stays closed for as long as nothing else is wrong: they were told.
 */
export function driftSteps(seen: readonly DriftIssueSeen[], wanted: string): readonly DriftStep[] {
  const [issue, ...doubles] = seen.toSorted((a, b) => a.number - b.number);
  if (issue === undefined) return wanted === DRIFT_GONE ? [] : [{ kind: 'open' }];
  return [
    ...doubles.flatMap(({ number, is_open }): DriftStep[] => (is_open ? [{ kind: 'double', number }] : [])),
    ...(issue.is_labelled ? [] : [{ kind: 'label', number: issue.number } as const]),
    ...(wanted === DRIFT_GONE ? goneSteps(issue) : foundSteps(issue, wanted)),
  ];
}

function foundSteps({ number, is_open, shown, word }: DriftIssueSeen, wanted: string): readonly DriftStep[] {
  const isTold = shown === wanted;
  if (isTold && !is_open) return [];
  return [
    ...(isTold ? [] : [{ kind: 'text', number, state: 'open' } as const]),
    ...(word === 'found' ? [] : [{ kind: 'word', number, word: 'found' } as const]),
  ];
}

function goneSteps({ number, shown, word }: DriftIssueSeen): readonly DriftStep[] {
  if (shown === DRIFT_GONE) return [];
  return [
    ...(word === 'gone' ? [] : [{ kind: 'word', number, word: 'gone' } as const]),
    { kind: 'text', number, state: 'closed' },
  ];
}
