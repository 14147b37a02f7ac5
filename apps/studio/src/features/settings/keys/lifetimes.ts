/** How long a key may work, in days; 'never' is until it is revoked. Text, as a choice in a list is. */
export const LIFETIMES = ['30', '90', '365', 'never'] as const;
export type Lifetime = (typeof LIFETIMES)[number];

export const daysOf = (lifetime: Lifetime): number | undefined =>
  lifetime === 'never' ? undefined : Number(lifetime);
