/** A text with the number of bytes that it has in UTF-8. */
export interface Text {
  readonly text: string;
  readonly bytes: number;
}

/** What is sent, in parts one after another: joined, a long text would be copied for its length and for the sending. */
export type HttpBody = readonly Text[];

export function textOf(text: string): Text {
  return { text, bytes: Buffer.byteLength(text) };
}

export function lengthOf(body: HttpBody): number {
  return body.reduce((sum, { bytes }) => sum + bytes, 0);
}
