import { Cpu, House, LayoutTemplate, Play, Settings, type LucideIcon } from 'lucide-react';
import { paths } from '../shell/index.ts';

/** The places of a workspace, in the order of the rail. */
export const SECTIONS = [
  { id: 'home', icon: House, path: paths.home, shortcut: undefined },
  { id: 'templates', icon: LayoutTemplate, path: paths.templates, shortcut: undefined },
  { id: 'runs', icon: Play, path: (slug: string) => paths.runs(slug), shortcut: undefined },
  { id: 'workers', icon: Cpu, path: paths.workers, shortcut: undefined },
  {
    id: 'settings',
    icon: Settings,
    path: (slug: string) => paths.settings(slug, 'workspace'),
    shortcut: 'mod+,',
  },
] as const satisfies readonly {
  readonly id: string;
  readonly icon: LucideIcon;
  readonly path: (slug: string) => string;
  readonly shortcut: string | undefined;
}[];

export type SectionId = (typeof SECTIONS)[number]['id'];

/** Which place a path is in. */
export function sectionOf(path: string): SectionId | null {
  const found = /^\/w\/[^/]+(?:\/([^/]+))?/.exec(path);
  if (found === null) return null;
  const name = found[1] ?? 'home';
  return SECTIONS.find(({ id }) => id === name)?.id ?? null;
}
