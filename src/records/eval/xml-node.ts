import { decodeEntities } from './xml-gate.ts';

/** An element as the parser gives it in order: `{ <name>: children, ':@': attributes }`, or `{ '#text': text }`. */
export type XmlNode = object;

/** The elements and texts inside an element. */
export function childrenOf(node: XmlNode): readonly XmlNode[] {
  const children = Object.entries(node).find(([key]) => key !== ':@')?.[1] as unknown;
  return Array.isArray(children)
    ? children.filter((child): child is XmlNode => typeof child === 'object' && child !== null)
    : [];
}

/** An attribute with its entities decoded; null when the element hasn't got it. */
export function attribute(node: XmlNode, name: string): string | null {
  const attributes: unknown = Reflect.get(node, ':@');
  if (typeof attributes !== 'object' || attributes === null || !Object.hasOwn(attributes, name)) return null;
  const value: unknown = Reflect.get(attributes, name);
  return typeof value === 'string' ? decodeEntities(value) : null;
}

/** The text directly inside an element. */
export function textOf(node: XmlNode): string {
  const texts = childrenOf(node).map((child): unknown => Reflect.get(child, '#text'));
  return texts.map((text) => (typeof text === 'string' ? decodeEntities(text) : '')).join('');
}
