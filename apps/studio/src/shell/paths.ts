/** Every address of the studio. What a page shows is in its address, so it can be sent, kept and gone back to. */
export const SETTINGS_TABS = ['workspace', 'members', 'keys', 'sessions', 'appearance'] as const;
export type SettingsTab = (typeof SETTINGS_TABS)[number];

export interface DocumentPlace {
  readonly view?: 'notebook' | 'canvas' | undefined;
  readonly node?: string | undefined;
  readonly run?: string | undefined;
}

export const paths = {
  signIn: (next?: string) => withQuery('/sign-in', { next }),
  signUp: (next?: string) => withQuery('/sign-up', { next }),
  join: (invitationId: string) => `/join/${invitationId}`,
  home: (slug: string) => `/w/${slug}`,
  templates: (slug: string) => `/w/${slug}/templates`,
  template: (slug: string, template: string) => withQuery(`/w/${slug}/templates`, { open: template }),
  runs: (slug: string, filter: { status?: string } = {}) => withQuery(`/w/${slug}/runs`, filter),
  workers: (slug: string) => `/w/${slug}/workers`,
  settings: (slug: string, tab: SettingsTab) => `/w/${slug}/settings/${tab}`,
  document: (slug: string, documentId: string, place: DocumentPlace = {}) =>
    withQuery(`/w/${slug}/d/${documentId}`, { ...place }),
} as const;

function withQuery(path: string, query: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`;
}

/** Where to go after signing in: only a path of this studio, never another site. */
export function safeNext(next: string | null): string {
  if (next === null || !/^\/(?![/\\])/.test(next)) return '/';
  const { origin, pathname, search, hash } = new URL(next, 'http://studio.invalid');
  return origin === 'http://studio.invalid' ? `${pathname}${search}${hash}` : '/';
}
