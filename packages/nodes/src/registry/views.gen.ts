// Written by `npm run gen` from the folders of the nodes. Do not edit.
import type { ViewModule } from '../view/types.ts';

export const views: Readonly<Record<string, () => Promise<ViewModule>>> = {};
