import type { Engine } from '@weft/engine';
import { resolve, sep } from 'node:path';
import { uploadsFolder } from '../uploads/place.ts';

/**
 * Plans and messages hold the absolute paths that the engine opened. People know the same files by the names in their
 * documents, and where a server keeps its files is nobody's business: this puts the names back, anywhere in what is told.
 */
export function hidePlaces({
  engine,
  templatesDir,
}: {
  engine: { readonly store: Pick<Engine['store'], 'url'> };
  templatesDir: string;
}): <T>(told: T) => T {
  const names: readonly (readonly [string, string])[] = [
    [uploadsFolder(engine.store.url) + sep, 'upload:'],
    [resolve(templatesDir) + sep, 'template:'],
  ];
  const rename = (text: string) =>
    names.reduce((renamed, [place, name]) => renamed.replaceAll(place, name), text);
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return rename(value);
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null || value instanceof Date) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner)]));
  };
  return <T>(told: T) => walk(told) as T;
}
