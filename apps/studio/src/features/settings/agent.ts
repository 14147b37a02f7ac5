/** A browser's `user-agent`, as far as people recognise themselves in it. */
export interface Agent {
  readonly browser: string;
  readonly system: string | null;
}

/** In this order: later browsers also name the earlier ones. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bChrome\/|\bCriOS\/|\bChromium\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\bWindows\b/, 'Windows'],
  [/\biPhone\b|\biPad\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

/** Null for something that is no browser we know. */
export function readAgent(text: string | null): Agent | null {
  if (text === null) return null;
  const name = (table: typeof BROWSERS) => table.find(([pattern]) => pattern.test(text))?.[1] ?? null;
  const browser = name(BROWSERS);
  return browser === null ? null : { browser, system: name(SYSTEMS) };
}
