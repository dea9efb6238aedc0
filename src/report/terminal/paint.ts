/** Colours of a terminal; `plain` for files and pipes. */
export interface Paint {
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  dim(text: string): string;
  bold(text: string): string;
}

const same = (text: string): string => text;

export const plain: Paint = { red: same, green: same, yellow: same, dim: same, bold: same };

const sgr =
  (begin: number, end: number) =>
  (text: string): string =>
    `\u001B[${begin}m${text}\u001B[${end}m`;

export const ansi: Paint = {
  red: sgr(31, 39),
  green: sgr(32, 39),
  yellow: sgr(33, 39),
  dim: sgr(2, 22),
  bold: sgr(1, 22),
};
