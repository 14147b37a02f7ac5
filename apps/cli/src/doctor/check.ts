/** One finding. `fail`: Weft does not work; `warn`: something is missing that some pipelines need. */
export interface Finding {
  readonly name: string;
  readonly level: 'ok' | 'warn' | 'fail';
  readonly detail: string;
}

export type Check = () => Promise<Finding | Finding[]>;

/** Runs a check; one that throws is a failure with its message. */
export async function perform(name: string, check: Check): Promise<Finding[]> {
  try {
    return [await check()].flat();
  } catch (error) {
    return [{ name, level: 'fail', detail: (error as Error).message }];
  }
}

export const ok = (name: string, detail: string): Finding => ({ name, level: 'ok', detail });
export const warn = (name: string, detail: string): Finding => ({ name, level: 'warn', detail });
export const fail = (name: string, detail: string): Finding => ({ name, level: 'fail', detail });
